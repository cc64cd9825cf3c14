import { CommandRequest, pathId, Roles, type CommandContext } from '@amends/platform/http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { Tickets } from '../application/tickets';
import { DisputeDto } from './action.dto';

const Id = (): ParameterDecorator => Param('id', pathId('aft'));

/**
 * Actions of types and talks whose rows the tables do not have yet: checked like every other, then refused as every
 * action that no row lists. A row in a table moves its route to ActionsController.
 */
@Controller('v1/after-sales/:id')
export class UnbuiltActionsController {
  constructor(private readonly tickets: Tickets) {}

  @Post('dispute')
  @Roles('buyer', 'merchant')
  dispute(@Id() id: string, @Body() _: DisputeDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'dispute');
  }
}
