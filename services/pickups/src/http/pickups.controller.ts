import type { ParcelCommandMessage } from '@amends/domain/pickups';
import { isRefusal, type Instant } from '@amends/kernel';
import {
  CommandRequest,
  Commands,
  CurrentCaller,
  pathId,
  ReadRequest,
  Reads,
  Roles,
  type Caller,
  type CommandContext,
  type ReadContext,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Pickups, type PickupPage } from '../application/pickups';
import { NothingDto, PickupQuery, RescheduleDto } from './pickups.dto';

@Controller('v1/pickups')
export class PickupsController {
  constructor(
    private readonly pickups: Pickups,
    private readonly commands: Commands,
    private readonly reads: Reads,
  ) {}

  @Get()
  @Roles('buyer', 'merchant', 'agent', 'operator')
  list(@Query() query: PickupQuery, @CurrentCaller() caller: Caller): Promise<PickupPage> {
    return this.pickups.list(caller, query);
  }

  @Get(':id')
  @Roles('buyer', 'merchant', 'agent', 'operator')
  read(@Param('id', pathId('pku')) id: string, @ReadRequest() context: ReadContext): Promise<void> {
    return this.reads.answer(context, () => this.pickups.find(context.caller, id));
  }

  @Post(':id/reschedule')
  @Roles('buyer')
  reschedule(
    @Param('id', pathId('pku')) id: string,
    @Body() { slot: { from, to } }: RescheduleDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.change(context, id, (at) => ({ type: 'ReschedulePickup', data: { slot: { from, to }, at } }));
  }

  @Post(':id/cancel')
  @Roles('buyer')
  cancel(
    @Param('id', pathId('pku')) id: string,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.change(context, id, (at) => ({ type: 'CancelPickup', data: { by: 'buyer', at } }));
  }

  private async change(
    context: CommandContext,
    id: string,
    command: (at: Instant) => ParcelCommandMessage,
  ): Promise<void> {
    await this.pickups.await(id);
    return this.commands.run(context, async (unit) => {
      const changed = await this.pickups.change(unit, context, id, command);
      return isRefusal(changed) ? changed : { status: 200, body: changed.body, etag: changed.version };
    });
  }
}
