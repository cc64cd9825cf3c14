import type {
  Address,
  AfterSaleType,
  DisputeDeadlineKind,
  Disposition,
  FreightBearer,
  Inspection,
  LineQuantity,
  OnSite,
  QuoteItem,
  RepairOutcome,
  Slot,
} from '@amends/contracts';
import { allowedActions, skusToLookUp, type DeadlineKind, type Modification } from '@amends/domain/after-sales';
import { areaServed, judgeSlot } from '@amends/domain/pickups';
import { isRefusal, refuse } from '@amends/kernel';
import { malformed, type CommandContext } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { unknownLines } from './applications';
import { DropOffPoints } from './drop-off-points';
import { Shelves } from './shelves';
import { merchantAggregate, merchantStreamOf } from './streams';
import { saysSomething, type Words } from './texts';
import { Tickets, type Scene } from './tickets';
import { isWaybillInUse, takeWaybill } from './waybills';

type Cited = Readonly<{ evidenceIds?: readonly string[] | null }>;

/** The actions of a ticket, each turned into the command that its table knows. */
@Injectable()
export class Actions {
  constructor(
    private readonly tickets: Tickets,
    private readonly dropOffPoints: DropOffPoints,
    private readonly shelves: Shelves,
  ) {}

  /** Agrees; the money is fixed or the goods come back first (rows U3, S2, R2). */
  approve(
    context: CommandContext,
    id: string,
    said: Readonly<{
      comment?: Words;
      returnAddress?: Address | null;
      returnFreightBearer?: FreightBearer | null;
      onSite?: OnSite | null;
    }>,
  ): Promise<void> {
    const { comment, returnAddress, returnFreightBearer, onSite } = said;
    const words = [comment, returnAddress && linesOf(returnAddress)].filter(Boolean).join('\n');
    const bearer = returnFreightBearer ? { returnFreightBearer } : {};
    const visit = onSite ? { onSite: { appointment: slotOf(onSite.appointment) } } : {};
    const prepare = async ({ asked, sealWords }: Scene) =>
      ({ type: 'Approve', data: { ...asked, ...bearer, ...visit, comment: await sealWords(words) } }) as const;
    return this.tickets.act(context, id, prepare, { keyRequired: true });
  }

  /** Another time for somebody to come and repair it (P2). */
  moveVisit(context: CommandContext, id: string, appointment: Slot): Promise<void> {
    const prepare = ({ asked }: Scene) => ({ type: 'MoveVisit', data: { ...asked, appointment } }) as const;
    return this.tickets.act(context, id, prepare);
  }

  /** Refuses with a reason of the catalogue (K8), or reports that the parcel has already left (U4). */
  reject(
    context: CommandContext,
    id: string,
    said: Cited &
      Readonly<{
        reasonCode: string;
        explanation?: Words;
        shipment: Readonly<{ carrier: string; trackingNumber: string }> | null;
      }>,
  ): Promise<void> {
    const { reasonCode, explanation, shipment } = said;
    const evidenceIds = said.evidenceIds ?? [];
    const prepare = async ({ asked, sealWords }: Scene) =>
      ({
        type: 'Reject',
        data: { ...asked, reasonCode, explanation: await sealWords(explanation), evidenceIds, shipment },
      }) as const;
    return this.tickets.act(context, id, prepare, { evidenceIds });
  }

  cancel(context: CommandContext, id: string, { comment }: Readonly<{ comment?: Words }>): Promise<void> {
    const prepare = async ({ asked, sealWords }: Scene) =>
      ({ type: 'Cancel', data: { ...asked, comment: await sealWords(comment) } }) as const;
    return this.tickets.act(context, id, prepare);
  }

  /** Changes an application under review, or applies again after a rejection (K2, K12); judged like a new one. */
  modify(context: CommandContext, id: string, change: Modification): Promise<void> {
    const prepare = async ({ asked, unit, order, ticket }: Scene) => {
      const unknown = unknownLines({ lines: change.lines ?? [] }, order);
      if (unknown.length > 0) malformed(...unknown);
      const { state: merchant } = await unit.load(merchantAggregate, merchantStreamOf(order.merchantId));
      const skus = skusToLookUp({ ...ticket, ...change }, order);
      await this.shelves.fresh(skus);
      const shelf = await this.shelves.in(unit, order.merchantId, skus);
      const stock = await this.shelves.stockIn(unit, order.merchantId, skus);
      return { type: 'Modify', data: { ...asked, change, merchant, shelf, stock } } as const;
    };
    return this.tickets.act(context, id, prepare, { evidenceIds: change.evidenceIds ?? [] });
  }

  /** Books a courier (R3): the table is asked first, then the slot and the area. */
  bookPickup(
    context: CommandContext,
    id: string,
    { address, slot, carrier }: Readonly<{ address: Address; slot: Slot; carrier?: Words }>,
  ): Promise<void> {
    const prepare = async ({ asked, unit, ticket, seal }: Scene) => {
      const possible = allowedActions(ticket, context.caller.role, unit.now).includes('pickup');
      if (possible) {
        const impossible = judgeSlot(slot, unit.now);
        if (isRefusal(impossible)) return impossible;
        if (!areaServed(address.region)) return refuse('area_not_served', 'The carrier does not go there.');
      }
      const kept = await seal({ ...address });
      return { type: 'BookPickup', data: { ...asked, address: kept, slot, carrier: carrier ?? null } } as const;
    };
    return this.tickets.act(context, id, prepare, { status: 201 });
  }

  /** The buyer has sent the parcel himself, or corrects its number (R4, R7). A number belongs to one parcel for ever. */
  fillWaybill(
    context: CommandContext,
    id: string,
    { carrier, trackingNumber }: Readonly<{ carrier: string; trackingNumber: string }>,
  ): Promise<void> {
    const prepare = async ({ asked, unit }: Scene) => {
      const inUse = await isWaybillInUse(unit, trackingNumber);
      return { type: 'FillWaybill', data: { ...asked, carrier, trackingNumber, inUse } } as const;
    };
    const accepted = ({ unit }: Scene): void => takeWaybill(unit, trackingNumber, id);
    return this.tickets.act(context, id, prepare, { accepted });
  }

  /** The buyer hands the parcel in at a shop (L11). The carrier is asked for a code only where the table allows it. */
  dropOff(context: CommandContext, id: string, pointId: string): Promise<void> {
    const prepare = async ({ asked, unit, ticket }: Scene) => {
      const possible = allowedActions(ticket, context.caller.role, unit.now).includes('drop_off');
      const given = possible
        ? await this.dropOffPoints.codeFor(id, pointId)
        : { code: '', carrier: '', trackingNumber: '' };
      const { code, carrier, trackingNumber } = given;
      return { type: 'DropOff', data: { ...asked, pointId, code, carrier, trackingNumber } } as const;
    };
    return this.tickets.act(context, id, prepare);
  }

  /** The merchant has inspected what came back, in full or in part (R8, R9). */
  receive(
    context: CommandContext,
    id: string,
    said: Cited & Readonly<{ lines: readonly Inspection[] }>,
  ): Promise<void> {
    const evidenceIds = said.evidenceIds ?? [];
    const lines = said.lines.map(({ lineNumber, accepted, damaged, missing }) => ({
      lineNumber,
      accepted,
      damaged,
      missing,
    }));
    const prepare = ({ asked }: Scene) => ({ type: 'ReceiveReturn', data: { ...asked, lines, evidenceIds } }) as const;
    return this.tickets.act(context, id, prepare, { keyRequired: true, evidenceIds });
  }

  rejectReceipt(
    context: CommandContext,
    id: string,
    said: Cited & Readonly<{ reasonCode: string; explanation?: Words }>,
  ): Promise<void> {
    const { reasonCode, explanation } = said;
    const evidenceIds = said.evidenceIds ?? [];
    const prepare = async ({ asked, sealWords }: Scene) =>
      ({
        type: 'RejectReceipt',
        data: { ...asked, reasonCode, explanation: await sealWords(explanation), evidenceIds },
      }) as const;
    return this.tickets.act(context, id, prepare, { evidenceIds });
  }

  /** What becomes of goods that are back; a refund never waits for it (rulings.md 4.11). */
  dispose(
    context: CommandContext,
    id: string,
    said: readonly (LineQuantity & Readonly<{ disposition: Disposition }>)[],
  ): Promise<void> {
    const parts = said.map(({ lineNumber, quantity, disposition }) => ({ lineNumber, quantity, disposition }));
    const prepare = ({ asked }: Scene) => ({ type: 'Dispose', data: { ...asked, parts } }) as const;
    return this.tickets.act(context, id, prepare, { status: 201 });
  }

  /** What is owed to the buyer leaves (X5, I3, P11). */
  shipReplacement(
    context: CommandContext,
    id: string,
    { carrier, trackingNumber }: Readonly<{ carrier: string; trackingNumber: string }>,
  ): Promise<void> {
    let isNew = false;
    const prepare = async ({ asked, unit }: Scene) => {
      isNew = !(await isWaybillInUse(unit, trackingNumber));
      return { type: 'ShipReplacement', data: { ...asked, carrier, trackingNumber } } as const;
    };
    // One parcel may hold several replacements; nobody else's it can be from now on.
    const accepted = ({ unit }: Scene): void => (isNew ? takeWaybill(unit, trackingNumber, id) : undefined);
    return this.tickets.act(context, id, prepare, { accepted });
  }

  /** The merchant has nothing to send (X6, I4). */
  reportOutOfStock(context: CommandContext, id: string, explanation: string): Promise<void> {
    const prepare = async ({ asked, seal }: Scene) =>
      ({ type: 'ReportOutOfStock', data: { ...asked, explanation: await seal(explanation) } }) as const;
    return this.tickets.act(context, id, prepare, { keyRequired: true });
  }

  /** The buyer has what was sent (X7, I5, P12). */
  confirmReceipt(context: CommandContext, id: string): Promise<void> {
    return this.tickets.act(context, id, ({ asked }) => ({ type: 'ConfirmReceipt', data: asked }));
  }

  /** It did not come, or is not as agreed (X8, I6). */
  object(context: CommandContext, id: string): Promise<void> {
    return this.tickets.act(context, id, ({ asked }) => ({ type: 'Object', data: asked }));
  }

  /** What the merchant found, and what the work would cost where it must be paid for (P4, P5). */
  diagnose(
    context: CommandContext,
    id: string,
    said: Readonly<{
      inWarranty: boolean;
      humanDamage: boolean;
      finding: string;
      quote?: Readonly<{ items: readonly QuoteItem[] }> | null;
    }>,
  ): Promise<void> {
    const { inWarranty, humanDamage } = said;
    const quote = said.quote?.items.map(({ kind, amount }) => ({ kind, amount })) ?? null;
    const prepare = async ({ asked, seal }: Scene) => {
      const finding = await seal(said.finding);
      return { type: 'Diagnose', data: { ...asked, inWarranty, humanDamage, finding, quote } } as const;
    };
    return this.tickets.act(context, id, prepare);
  }

  /** The buyer pays what he was quoted (P6). */
  acceptQuote(context: CommandContext, id: string, paymentId: string): Promise<void> {
    const prepare = ({ asked }: Scene) => ({ type: 'AcceptQuote', data: { ...asked, paymentId } }) as const;
    return this.tickets.act(context, id, prepare, { keyRequired: true });
  }

  declineQuote(context: CommandContext, id: string): Promise<void> {
    return this.tickets.act(context, id, ({ asked }) => ({ type: 'DeclineQuote', data: asked }));
  }

  /** What came of the repair (P9). */
  finishRepair(context: CommandContext, id: string, outcome: RepairOutcome): Promise<void> {
    const prepare = ({ asked }: Scene) => ({ type: 'FinishRepair', data: { ...asked, outcome } }) as const;
    return this.tickets.act(context, id, prepare, { keyRequired: true });
  }

  /** Asks the platform about a rejection (K11). */
  dispute(context: CommandContext, id: string, said: Cited & Readonly<{ claim: string }>): Promise<void> {
    const evidenceIds = said.evidenceIds ?? [];
    const prepare = async ({ asked, seal }: Scene) =>
      ({ type: 'OpenDispute', data: { ...asked, claim: await seal(said.claim), evidenceIds } }) as const;
    return this.tickets.act(context, id, prepare, { status: 201, evidenceIds });
  }

  /** Proposes something else instead, or another figure (K4, K6). */
  makeOffer(
    context: CommandContext,
    id: string,
    said: Readonly<{ type: AfterSaleType; amount: number; keepGoods?: boolean | null; message?: Words }>,
  ): Promise<void> {
    const { type, amount, message } = said;
    const keepGoods = said.keepGoods ?? type !== 'return_refund';
    const prepare = async ({ asked, sealWords }: Scene) =>
      ({ type: 'MakeOffer', data: { ...asked, type, amount, keepGoods, text: await sealWords(message) } }) as const;
    return this.tickets.act(context, id, prepare);
  }

  /** Agrees to what the other side offers: it takes effect at once (K5). */
  acceptOffer(context: CommandContext, id: string, number: number): Promise<void> {
    const prepare = async ({ asked, unit, order }: Scene) => {
      const { state: merchant } = await unit.load(merchantAggregate, merchantStreamOf(order.merchantId));
      return { type: 'AcceptOffer', data: { ...asked, number, merchant } } as const;
    };
    return this.tickets.act(context, id, prepare, { keyRequired: true });
  }

  declineOffer(context: CommandContext, id: string, number: number): Promise<void> {
    const prepare = ({ asked }: Scene) => ({ type: 'DeclineOffer', data: { ...asked, number } }) as const;
    return this.tickets.act(context, id, prepare);
  }

  /** More time, given by the platform (K19). */
  extendDeadline(
    context: CommandContext,
    id: string,
    { kind, until, reason }: Readonly<{ kind: DeadlineKind | DisputeDeadlineKind; until: string; reason: string }>,
  ): Promise<void> {
    const prepare = ({ asked }: Scene) =>
      ({ type: 'ExtendDeadline', data: { ...asked, kind, until, reason } }) as const;
    return this.tickets.act(context, id, prepare);
  }

  addMessage(context: CommandContext, id: string, text: string): Promise<void> {
    const prepare = async ({ asked, seal }: Scene) => {
      if (!saysSomething(text)) malformed({ pointer: '/text', code: 'malformed', detail: 'Must say something.' });
      return { type: 'AddMessage', data: { ...asked, text: await seal(text) } } as const;
    };
    return this.tickets.act(context, id, prepare, { status: 201 });
  }
}

/** Where the goods are to be sent, as the buyer reads it among the messages. */
const linesOf = ({ name, phone, street, city, postalCode, region }: Address): string =>
  [name, phone, street, `${postalCode} ${city}`, region].join('\n');

const slotOf = ({ from, to }: Slot): Slot => ({ from, to });
