import type { BusinessDay, Reconciliation } from '@amends/domain/reconciliation';
import { Clock } from '@amends/kernel';
import { CommandRequest, Commands, notFound, Roles, type CommandContext, type ListAnswer } from '@amends/platform/http';
import { askedDay, pathDay, Reconciler, ReconciliationDto, ReconciliationQuery } from '@amends/reconciliation';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';

/** What we hold for paid, beside the insurer's own ledger, day by day. */
@Controller('v1/insurance/reconciliations')
@Roles('operator', 'supervisor')
export class ReconciliationsController {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly commands: Commands,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Query() { differing, ...page }: ReconciliationQuery): Promise<ListAnswer<object>> {
    const flagged = differing === undefined ? {} : { flagged: differing === 'true' };
    const { items, nextCursor } = await this.reconciler.list({ ...page, ...flagged });
    return { data: items.flatMap(({ state }) => (state === null ? [] : [viewOf(state)])), nextCursor };
  }

  @Get(':date')
  async read(@Param('date', pathDay) day: BusinessDay): Promise<object> {
    return viewOf(((await this.reconciler.read(day)) ?? notFound()).state);
  }

  /** Compares a day now, whether it was compared before or not; differences that have gone are closed. */
  @Post()
  run(@Body() body: ReconciliationDto, @CommandRequest() context: CommandContext): Promise<void> {
    const day = askedDay(body, this.clock.now());
    return this.commands.run(context, async () => ({
      status: 200,
      body: viewOf(await this.reconciler.run(day, context.metadata)),
    }));
  }
}

/** A comparison as operators see it; amounts in minor units. */
const viewOf = (state: Reconciliation): object => ({
  date: state.day,
  status: state.differences.length > 0 ? 'differing' : 'matched',
  runs: state.runs,
  counts: state.counts,
  sums: state.sums,
  differences: state.differences.map(({ kind, paymentId, number, ours, theirs, since }) => ({
    kind,
    policyId: paymentId,
    claimId: number,
    ours,
    theirs,
    since,
  })),
  closed: state.closed,
  createdAt: state.createdAt,
  updatedAt: state.updatedAt,
});
