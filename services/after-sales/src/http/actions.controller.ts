import { CommandRequest, pathId, pathNumber, Roles, type CommandContext } from '@amends/platform/http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { Actions } from '../application/actions';
import {
  AppointmentDto,
  ApproveDto,
  CancelDto,
  DeadlineExtensionDto,
  DiagnosisDto,
  DispositionsDto,
  DropOffDto,
  ExplanationDto,
  MessageDto,
  ModifyDto,
  NothingDto,
  OfferDto,
  PaymentDto,
  PickupDto,
  ReceiptDto,
  RejectDto,
  RejectReceiptDto,
  RepairOutcomeDto,
  WaybillDto,
} from './action.dto';
import { changeOf, shipmentOf } from './action-bodies';
import { checkEachOnce } from './application.dto';
import { DisputeDto } from './dispute.dto';

const Id = (): ParameterDecorator => Param('id', pathId('aft'));
const OfferNumber = (): ParameterDecorator => Param('number', pathNumber);

/** What people do with a ticket (api.md 4), one route per action. */
@Controller('v1/after-sales/:id')
export class ActionsController {
  constructor(private readonly actions: Actions) {}

  @Post('approve')
  @Roles('merchant', 'agent')
  approve(@Id() id: string, @Body() body: ApproveDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.approve(context, id, body);
  }

  @Post('reject')
  @Roles('merchant')
  reject(@Id() id: string, @Body() body: RejectDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.reject(context, id, { ...body, shipment: shipmentOf(body) });
  }

  @Post('cancel')
  @Roles('buyer')
  cancel(@Id() id: string, @Body() body: CancelDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.cancel(context, id, body);
  }

  @Post('modify')
  @Roles('buyer')
  modify(@Id() id: string, @Body() body: ModifyDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.modify(context, id, changeOf(body));
  }

  @Post('pickup')
  @Roles('buyer')
  pickup(@Id() id: string, @Body() body: PickupDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.bookPickup(context, id, body);
  }

  @Post('waybill')
  @Roles('buyer')
  waybill(@Id() id: string, @Body() body: WaybillDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.fillWaybill(context, id, body);
  }

  @Post('drop-off')
  @Roles('buyer')
  dropOff(@Id() id: string, @Body() body: DropOffDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.dropOff(context, id, body.pointId);
  }

  @Post('receipt')
  @Roles('merchant')
  receipt(@Id() id: string, @Body() body: ReceiptDto, @CommandRequest() context: CommandContext): Promise<void> {
    checkEachOnce(body.lines);
    return this.actions.receive(context, id, body);
  }

  @Post('reject-receipt')
  @Roles('merchant')
  rejectReceipt(
    @Id() id: string,
    @Body() body: RejectReceiptDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.actions.rejectReceipt(context, id, body);
  }

  @Post('dispositions')
  @Roles('merchant')
  dispose(@Id() id: string, @Body() body: DispositionsDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.dispose(context, id, body.lines);
  }

  @Post('replacement-shipment')
  @Roles('merchant')
  shipReplacement(
    @Id() id: string,
    @Body() body: WaybillDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.actions.shipReplacement(context, id, body);
  }

  @Post('out-of-stock')
  @Roles('merchant')
  outOfStock(@Id() id: string, @Body() body: ExplanationDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.reportOutOfStock(context, id, body.explanation);
  }

  @Post('confirm-receipt')
  @Roles('buyer')
  confirmReceipt(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.confirmReceipt(context, id);
  }

  @Post('object')
  @Roles('buyer')
  object(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.object(context, id);
  }

  @Post('diagnosis')
  @Roles('merchant')
  diagnose(@Id() id: string, @Body() body: DiagnosisDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.diagnose(context, id, body);
  }

  @Post('quote/accept')
  @Roles('buyer')
  acceptQuote(@Id() id: string, @Body() body: PaymentDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.acceptQuote(context, id, body.paymentId);
  }

  @Post('quote/decline')
  @Roles('buyer')
  declineQuote(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.declineQuote(context, id);
  }

  @Post('repair-finished')
  @Roles('merchant')
  finishRepair(
    @Id() id: string,
    @Body() body: RepairOutcomeDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.actions.finishRepair(context, id, body.outcome);
  }

  @Post('appointment')
  @Roles('buyer', 'merchant')
  moveVisit(@Id() id: string, @Body() body: AppointmentDto, @CommandRequest() context: CommandContext): Promise<void> {
    const { from, to } = body.appointment;
    return this.actions.moveVisit(context, id, { from, to });
  }

  @Post('dispute')
  @Roles('buyer', 'merchant')
  dispute(@Id() id: string, @Body() body: DisputeDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.dispute(context, id, body);
  }

  @Post('offers')
  @Roles('merchant', 'buyer')
  offer(@Id() id: string, @Body() body: OfferDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.makeOffer(context, id, body);
  }

  @Post('offers/:number/accept')
  @Roles('merchant', 'buyer')
  acceptOffer(
    @Id() id: string,
    @OfferNumber() number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.actions.acceptOffer(context, id, number);
  }

  @Post('offers/:number/decline')
  @Roles('merchant', 'buyer')
  declineOffer(
    @Id() id: string,
    @OfferNumber() number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.actions.declineOffer(context, id, number);
  }

  @Post('deadline-extensions')
  @Roles('agent', 'operator')
  extendDeadline(
    @Id() id: string,
    @Body() body: DeadlineExtensionDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.actions.extendDeadline(context, id, body);
  }

  @Post('messages')
  @Roles('buyer', 'merchant', 'agent')
  message(@Id() id: string, @Body() body: MessageDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.actions.addMessage(context, id, body.text);
  }
}
