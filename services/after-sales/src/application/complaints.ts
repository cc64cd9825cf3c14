import type { ComplaintStatus, Sealed } from '@amends/contracts';
import {
  complaintAggregate,
  complaintView,
  type AskedOfComplaint,
  type Complaint,
  type ComplaintCommand,
} from '@amends/domain/after-sales';
import { Clock, isRefusal, refuse, uuidOf, type Refusal } from '@amends/kernel';
import { EventStore, type Unit } from '@amends/platform/event-store';
import {
  Commands,
  malformed,
  mayKnow,
  notFound,
  type Answerable,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type Parties,
  type ProblemCode,
  type Reply,
} from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { CaseFinder } from './case-finder';
import { changeComplaint, takeRoom } from './complaint-changes';
import { EvidenceStore } from './evidence';
import { KnownOrders } from './known-orders';
import { caseAggregate } from './streams';
import { opened, sealed, unopened } from './texts';

/** A complaint as it was sent. */
export type SentComplaint = Readonly<{
  orderId: string | null;
  afterSaleId: string | null;
  subject: string;
  text: string;
  evidenceIds: readonly string[];
}>;

export type ComplaintFilter = Readonly<{
  buyerId?: string | undefined;
  orderId?: string | undefined;
  afterSaleId?: string | undefined;
  status?: ComplaintStatus | undefined;
  limit: number;
  cursor?: string | undefined;
}>;

/** What a complaint is about, as far as it is about anything of the buyer's. */
type About = Readonly<{
  buyerId: string;
  merchantId: string | null;
  orderId: string | null;
  afterSaleId: string | null;
}>;

/** What is no ticket, and is answered all the same (requirement M82). It is between the buyer and the platform. */
@Injectable()
export class Complaints {
  constructor(
    private readonly commands: Commands,
    private readonly store: EventStore,
    private readonly finder: CaseFinder,
    private readonly orders: KnownOrders,
    private readonly evidence: EvidenceStore,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** Takes a complaint of a buyer; an order or a ticket that is not his is 404, more than anybody can answer `complaint_limit`. */
  async file(context: CommandContext, sent: SentComplaint): Promise<void> {
    const { caller } = context;
    const about = await this.about(caller, sent);
    const { evidenceIds } = sent;
    return this.commands.run(context, async (unit) => {
      const uncitable = await this.evidence.citable(evidenceIds, caller, unit);
      if (uncitable !== undefined) return uncitable;
      const complaintId = unit.newId('cmp');
      const tooMany = await takeRoom(unit, this.store, { buyerId: about.buyerId, complaintId });
      if (tooMany !== undefined) return tooMany;
      const [subject, text] = await Promise.all([this.seal(about, sent.subject), this.seal(about, sent.text)]);
      const data = { ...askedOf(unit, context), ...about, complaintId, subject, text, evidenceIds };
      const reply = await this.run(unit, context, complaintId, { type: 'FileComplaint', data }, 201);
      if (!isRefusal(reply)) this.cite(about, evidenceIds, unit);
      return reply;
    });
  }

  /** What the platform says to it; more may be said while the buyer has not closed it. */
  answer(context: CommandContext, id: string, words: string): Promise<void> {
    return this.commands.run(context, async (unit) => {
      const complaint = await this.visible(unit, id, context.caller);
      if (complaint === undefined) return noSuch();
      const text = await this.seal(complaint, words);
      return this.run(unit, context, id, { type: 'AnswerComplaint', data: { ...askedOf(unit, context), text } }, 201);
    });
  }

  /** The buyer needs no answer, or none any more. */
  close(context: CommandContext, id: string): Promise<void> {
    return this.commands.run(context, async (unit) => {
      if ((await this.visible(unit, id, context.caller)) === undefined) return noSuch();
      return this.run(unit, context, id, { type: 'CloseComplaint', data: askedOf(unit, context) }, 200);
    });
  }

  /** The complaint with all that was said. */
  async find(id: string, caller: Caller): Promise<Answerable | undefined> {
    const streamId = streamOf(id);
    const complaint = (await this.store.read(complaintAggregate, streamId))?.state ?? null;
    if (complaint === null || !mayRead(caller, complaint)) return undefined;
    return { version: complaint.version, body: await this.shown(complaint, caller), streamId };
  }

  /** The newest complaints that the caller may read. */
  async list(caller: Caller, { limit, cursor, ...filter }: ComplaintFilter): Promise<ListAnswer<object>> {
    const where = { ...filter, ...(caller.role === 'buyer' ? { buyerId: caller.buyerId } : {}) };
    if (filter.buyerId !== undefined && where.buyerId !== filter.buyerId) return { data: [], nextCursor: null };
    const page = await this.store.list(complaintAggregate, {
      kind: 'complaint',
      where: Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined)),
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const complaints = page.items.flatMap(({ state }) => state ?? []);
    return {
      data: await Promise.all(complaints.map((complaint) => this.shown(complaint, caller))),
      nextCursor: page.nextCursor,
    };
  }

  private async run(
    unit: Unit,
    { caller }: CommandContext,
    id: string,
    command: ComplaintCommand,
    status: number,
  ): Promise<Reply | Refusal<ProblemCode>> {
    const handled = await changeComplaint(unit, streamOf(id), command);
    if (isRefusal(handled)) return handled;
    const view = complaintView(handled.state ?? notFound(), caller.role, unit.now);
    // Answers are kept: words only sealed.
    return { status, body: unopened(view), etag: view.version };
  }

  private async visible(unit: Unit, id: string, caller: Caller): Promise<Complaint | undefined> {
    const { state } = await unit.load(complaintAggregate, streamOf(id));
    return state !== null && mayRead(caller, state) ? state : undefined;
  }

  private async about(caller: Caller, { orderId, afterSaleId }: SentComplaint): Promise<About> {
    if (afterSaleId !== null) {
      const streamId = (await this.finder.streamOf(afterSaleId)) ?? notFound();
      const order = (await this.store.read(caseAggregate, streamId))?.state.order ?? notFound();
      if (!mayKnow(caller, order)) return notFound();
      if (orderId !== null && orderId !== order.orderId)
        return malformed({ pointer: '/afterSaleId', code: 'malformed', detail: 'The ticket is of another order.' });
      return { ...partiesOf(order), orderId: order.orderId, afterSaleId };
    }
    if (orderId !== null) return { ...partiesOf((await this.orders.of(orderId, caller)).order), orderId, afterSaleId };
    return { buyerId: caller.buyerId ?? notFound(), merchantId: null, orderId, afterSaleId };
  }

  /** About an order it stands in the timeline of both parties, and so does what it cites. */
  private cite({ buyerId, merchantId }: About, evidenceIds: readonly string[], unit: Unit): void {
    if (merchantId !== null) this.evidence.cite(evidenceIds, { buyerId, merchantId }, unit);
  }

  private async shown(complaint: Complaint, { role }: Caller): Promise<object> {
    return (await opened(this.keyring, complaint.buyerId, complaintView(complaint, role, this.clock.now()))) as object;
  }

  private seal({ buyerId }: Pick<About, 'buyerId'>, words: string): Promise<Sealed> {
    return sealed(this.keyring, buyerId, words);
  }
}

const askedOf = ({ now: at }: Unit, { caller: { role, id }, ifMatch }: CommandContext): AskedOfComplaint => ({
  at,
  by: { role, id },
  ...(ifMatch === undefined ? {} : { ifMatch }),
});

const streamOf = (id: string): string => uuidOf(id, 'cmp') ?? notFound();

const noSuch = (): Refusal<'not_found'> => refuse('not_found', 'There is no such complaint.');

/** Its buyer, and whoever works for the platform; routes let in nobody else. */
const mayRead = ({ role, buyerId }: Caller, complaint: Complaint): boolean =>
  role !== 'buyer' || complaint.buyerId === buyerId;

const partiesOf = ({ buyerId, merchantId }: Parties): Parties => ({ buyerId, merchantId });
