import { CommandRequest, pathId, Roles, type CommandContext } from '@amends/platform/http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { Tickets } from '../application/tickets';
import { NothingDto, OfferDto } from './action.dto';

const Id = (): ParameterDecorator => Param('id', pathId('aft'));
const KEY = { keyRequired: true } as const;

/**
 * Actions of types and talks whose rows the tables do not have yet: checked like every other, then refused as every
 * action that no row lists. A row in a table moves its route to ActionsController.
 */
@Controller('v1/after-sales/:id')
export class UnbuiltActionsController {
  constructor(private readonly tickets: Tickets) {}

  @Post('offers')
  @Roles('merchant', 'buyer')
  offer(@Id() id: string, @Body() _: OfferDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'offers');
  }

  @Post('offers/:number/accept')
  @Roles('merchant', 'buyer')
  acceptOffer(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'accept_offer', KEY);
  }

  @Post('offers/:number/decline')
  @Roles('merchant', 'buyer')
  declineOffer(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'decline_offer');
  }
}
