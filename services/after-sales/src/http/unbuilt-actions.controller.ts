import { CommandRequest, pathId, Roles, type CommandContext } from '@amends/platform/http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { Tickets } from '../application/tickets';
import {
  DiagnosisDto,
  DisputeDto,
  ExplanationDto,
  NothingDto,
  PaymentDto,
  RepairOutcomeDto,
  WaybillDto,
} from './action.dto';

const Id = (): ParameterDecorator => Param('id', pathId('aft'));
const KEY = { keyRequired: true } as const;

/**
 * Actions of types and talks whose rows the tables do not have yet: checked like every other, then refused as every
 * action that no row lists. A row in a table moves its route to ActionsController.
 */
@Controller('v1/after-sales/:id')
export class UnbuiltActionsController {
  constructor(private readonly tickets: Tickets) {}

  @Post('replacement-shipment')
  @Roles('merchant')
  replacement(@Id() id: string, @Body() _: WaybillDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'replacement_shipment');
  }

  @Post('out-of-stock')
  @Roles('merchant')
  outOfStock(@Id() id: string, @Body() _: ExplanationDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'out_of_stock', KEY);
  }

  @Post('confirm-receipt')
  @Roles('buyer')
  confirmReceipt(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'confirm_receipt');
  }

  @Post('object')
  @Roles('buyer')
  object(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'object');
  }

  @Post('diagnosis')
  @Roles('merchant')
  diagnose(@Id() id: string, @Body() _: DiagnosisDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'diagnosis');
  }

  @Post('quote/accept')
  @Roles('buyer')
  acceptQuote(@Id() id: string, @Body() _: PaymentDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'accept_quote', KEY);
  }

  @Post('quote/decline')
  @Roles('buyer')
  declineQuote(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'decline_quote', KEY);
  }

  @Post('repair-finished')
  @Roles('merchant')
  repairFinished(
    @Id() id: string,
    @Body() _: RepairOutcomeDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'repair_finished', KEY);
  }

  @Post('dispute')
  @Roles('buyer', 'merchant')
  dispute(@Id() id: string, @Body() _: DisputeDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.tickets.refuseUnlisted(context, id, 'dispute');
  }
}
