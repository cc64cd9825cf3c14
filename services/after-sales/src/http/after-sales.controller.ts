import { caseDecider, ticketView, type CaseState } from '@amends/domain/after-sales';
import { Clock, type Instant } from '@amends/kernel';
import { EventStore, readPast, type ListPage, type ListWhere, type Moment } from '@amends/platform/event-store';
import {
  BoundedText,
  CommandRequest,
  CurrentCaller,
  Flag,
  IsInstant,
  IsPublicId,
  listAnswer,
  mayKnow,
  momentOf,
  MomentQuery,
  notFound,
  OneOf,
  Optional,
  PageQuery,
  pathId,
  ReadRequest,
  Reads,
  Roles,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ReadContext,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isPlatform } from '../application/access';
import { Applications } from '../application/applications';
import { CaseFinder } from '../application/case-finder';
import { AFTER_SALE_TYPES, ApplicationDto, applicationOf } from './application.dto';

class AfterSaleQuery extends PageQuery {
  @Optional()
  @IsPublicId('ord')
  readonly orderId?: string;

  @Optional()
  @BoundedText(255)
  readonly buyerId?: string;

  @Optional()
  @BoundedText(255)
  readonly merchantId?: string;

  @Optional()
  @BoundedText(64)
  readonly status?: string;

  @Optional()
  @OneOf(AFTER_SALE_TYPES)
  readonly type?: string;

  @Optional()
  @Flag()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  readonly underIntervention?: boolean;

  @Optional()
  @IsInstant()
  readonly updatedAfter?: string;
}

const NOTHING: ListAnswer<object> = { data: [], nextCursor: null };

/** After-sale tickets: apply, read and list (api.md 4). */
@Controller('v1/after-sales')
export class AfterSalesController {
  constructor(
    private readonly applications: Applications,
    private readonly store: EventStore,
    private readonly finder: CaseFinder,
    private readonly reads: Reads,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Roles('buyer', 'merchant', 'agent')
  apply(@Body() body: ApplicationDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.applications.submit(context, applicationOf(body));
  }

  @Get()
  @Roles('buyer', 'merchant', 'agent', 'operator')
  async list(@Query() query: AfterSaleQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<object>> {
    const where = visible(query, caller);
    if (where === undefined) return NOTHING;
    const { limit, cursor } = query;
    const page = await this.store.list(caseDecider.aggregate, {
      kind: 'after_sale',
      where,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return listAnswer(page, ({ id, state }) => this.view(state, id, caller));
  }

  @Get(':id')
  @Roles('buyer', 'merchant', 'agent', 'operator')
  async read(
    @Param('id', pathId('aft')) id: string,
    @Query() query: MomentQuery,
    @ReadRequest() context: ReadContext,
  ): Promise<void> {
    const moment = momentOf(query, this.clock);
    if (moment !== undefined) {
      this.reads.answerPast(context, await this.past(id, context.caller, moment));
      return;
    }
    await this.reads.answer(context, async () => {
      const { state, streamId } = await this.found(id, context.caller);
      const body = this.view(state, id, context.caller);
      return { version: body.version, body, streamId };
    });
  }

  private async found(id: string, caller: Caller): Promise<ListPage<CaseState>['items'][number]> {
    const streamId = (await this.finder.streamOf(id)) ?? notFound();
    const { state, version } = (await this.store.read(caseDecider.aggregate, streamId)) ?? notFound();
    return state.order !== null && mayKnow(caller, state.order) ? { id, streamId, version, state } : notFound();
  }

  /** The ticket as it was, for those who may see it today; what was allowed is judged by the clock of then. */
  private async past(id: string, caller: Caller, moment: Moment) {
    const { streamId } = await this.found(id, caller);
    const stream = { aggregate: caseDecider.aggregate, streamId };
    const past = await readPast(this.store, stream, moment, (state) => versionOf(state, id));
    return past && { version: past.version, body: this.view(past.state, id, caller, past.at) };
  }

  private view(state: CaseState, id: string, { role }: Caller, now: Instant = this.clock.now()) {
    return ticketView(state, id, role, now) ?? notFound();
  }
}

const versionOf = ({ tickets }: CaseState, id: string): number | undefined =>
  tickets.find((ticket) => ticket.id === id)?.version;

/** The rows a caller may see among those asked for; undefined when there can be none. */
const visible = (query: AfterSaleQuery, caller: Caller): ListWhere | undefined => {
  const { orderId, buyerId, merchantId, status, type, underIntervention: flagged, updatedAfter } = query;
  const asked = { orderId, buyerId, merchantId, status, type, flagged, updatedAfter };
  const own = { ...asked, ...(isPlatform(caller) ? {} : ownOf(caller)) };
  if (buyerId !== undefined && own.buyerId !== buyerId) return undefined;
  if (merchantId !== undefined && own.merchantId !== merchantId) return undefined;
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
};

const ownOf = ({ buyerId, merchantId }: Caller): Readonly<{ buyerId?: string; merchantId?: string }> =>
  buyerId === undefined ? { merchantId } : { buyerId };
