import { reconciliationView, type BusinessDay } from '@amends/domain/reconciliation';
import { Clock } from '@amends/kernel';
import {
  CommandRequest,
  Commands,
  listAnswer,
  ReadRequest,
  Reads,
  Roles,
  type CommandContext,
  type ListAnswer,
  type ReadContext,
} from '@amends/platform/http';
import {
  askedDay,
  pathDay,
  Reconciler,
  ReconciliationDto,
  ReconciliationQuery,
  reconciliationStream,
} from '@amends/reconciliation';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';

@Controller('v1/reconciliations')
export class ReconciliationsController {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly commands: Commands,
    private readonly reads: Reads,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('operator', 'supervisor')
  async list(@Query() { differing, ...page }: ReconciliationQuery): Promise<ListAnswer<object>> {
    const flagged = differing === undefined ? {} : { flagged: differing === 'true' };
    return listAnswer(await this.reconciler.list({ ...page, ...flagged }), ({ state }) =>
      state === null ? {} : reconciliationView(state),
    );
  }

  @Get(':date')
  @Roles('operator', 'supervisor')
  read(@Param('date', pathDay) day: BusinessDay, @ReadRequest() context: ReadContext): Promise<void> {
    return this.reads.answer(context, async () => {
      const found = await this.reconciler.read(day);
      return (
        found && { version: found.version, body: reconciliationView(found.state), streamId: reconciliationStream(day) }
      );
    });
  }

  /** Compares a day now, whether it was compared before or not; differences that have gone are closed. */
  @Post()
  @Roles('operator', 'supervisor')
  run(@Body() body: ReconciliationDto, @CommandRequest() context: CommandContext): Promise<void> {
    const day = askedDay(body, this.clock.now());
    return this.commands.run(context, async () => {
      const done = await this.reconciler.run(day, context.metadata);
      return { status: 200, body: reconciliationView(done) };
    });
  }
}
