import type {
  AfterSaleType,
  Disposition,
  OrderedLine,
  OrderPaid,
  RefundChanged,
  PickupsEvent,
  ReturnMethod,
} from '@amends/contracts';
import { isRefusal, later, refuse, type Decision, type Instant, type Refusal } from '@amends/kernel';
import { UNKNOWN_MERCHANT, type Merchant } from '../policy/merchant';
import { denialDecider, deniedApplication, type DeniedApplications } from '../denied';
import { EMPTY_SHELF, type Shelf } from '../prices/sku';
import type { Application } from '../policy/application';
import { caseAggregate } from './aggregate';
import type { CaseEvent, CaseState } from './case';
import type { Asked, CaseCommand, CaseRefusal, DataOf, HeardFact } from './commands';
import { decide } from './decide';
import { evolve } from './evolve';
import type { Ticket } from './ticket';
import { ticketView, type TicketView } from './view';

/** 10:00 in Shanghai: the instant of the scenarios. */
export const T0: Instant = '2026-03-01T02:00:00.000Z';
export const HOURS = 3_600_000;
export const DAYS = 24 * HOURS;

const facts = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1' };

/** A line that was paid in cash alone. */
export const line = (
  lineNumber: number,
  quantity: number,
  unitPrice: number,
  over: Partial<OrderedLine> = {},
): OrderedLine => ({
  lineNumber,
  sku: `SKU-${lineNumber}`,
  spu: `SPU-${lineNumber}`,
  title: `Item ${lineNumber}`,
  category: 'default',
  kind: 'physical',
  attributes: {},
  quantity,
  unitPrice,
  lineDiscount: 0,
  gift: false,
  giftOf: null,
  randomShip: false,
  warrantyMonths: 0,
  paid: { cash: quantity * unitPrice, points: 0, merchantDiscount: 0, platformDiscount: 0, tenders: [] },
  ...over,
});

const paid = (
  lineNumber: number,
  quantity: number,
  [cash, points, merchantDiscount, platformDiscount]: readonly [number, number, number, number],
): OrderedLine =>
  line(lineNumber, quantity, (cash + points + merchantDiscount + platformDiscount) / quantity, {
    paid: { cash, points, merchantDiscount, platformDiscount, tenders: [] },
  });

/** Fixture O1 of scenarios.md. */
export const O1: readonly OrderedLine[] = [
  paid(1, 2, [21700, 683, 2050, 1367]),
  paid(2, 1, [5038, 159, 476, 317]),
  paid(3, 3, [5022, 158, 474, 316]),
];

type Said<Type extends CaseCommand['type']> = Omit<DataOf<Type>, keyof Asked>;

/** A case as it is played in a test: one clock, everything that was told, and short words for what people do. */
export const play = (
  lines: readonly OrderedLine[],
  over: Partial<OrderPaid['data']> & { merchant?: Merchant; advanceLimit?: number } = {},
) => {
  const { merchant = UNKNOWN_MERCHANT, advanceLimit = 0, ...order } = over;
  let shelf: Shelf = EMPTY_SHELF;
  let state: CaseState = caseAggregate.initialState;
  let now = T0;
  let ids = 0;
  const told: CaseEvent[] = [];
  let denied: DeniedApplications = denialDecider.initialState;

  const asked = (role: string): Asked => {
    const n = ++ids;
    return {
      at: now,
      by: { role, id: `${role}-1` },
      advanceLimit,
      fresh: {
        refundId: `rfd_${n}`,
        feeRefundId: `rfd_fee_${n}`,
        pickupId: `pku_${n}`,
        childId: `aft_child_${n}`,
        messageId: `msg_${n}`,
        disputeId: `dsp_${n}`,
      },
    };
  };
  const keepDenial = (refused: Refusal, data: DataOf<'Submit'>): void => {
    const place = { denialId: `den_${denied.length + 1}`, caseVersion: told.length };
    const application = state.order ? deniedApplication(refused, data, state.order, place) : undefined;
    const events = application ? denialDecider.decide({ type: 'KeepDenial', data: application }, denied) : [];
    if (!isRefusal(events)) denied = events.reduce(denialDecider.evolve, denied);
  };
  const run = (command: CaseCommand): Decision<CaseEvent, CaseRefusal> => {
    const decision = decide(command, state);
    if (isRefusal(decision)) {
      if (command.type === 'Submit') keepDenial(decision, command.data);
      return decision;
    }
    state = decision.reduce(evolve, state);
    told.push(...decision);
    return decision;
  };
  /** Two hours, so many hours from now. */
  const slotIn = (hours: number) => ({ from: later(now, hours * HOURS), to: later(now, (hours + 2) * HOURS) });
  const hear = (fact: HeardFact) => run({ type: 'Hear', data: { ...asked('system'), fact, merchant } });

  hear({
    type: 'order.paid',
    data: {
      ...facts,
      occurredAt: T0,
      orderNumber: 'SO-1',
      currency: 'CNY',
      paidAt: T0,
      policyVersion: '2026-01',
      shippingAddress: { sealed: 'address' },
      lines,
      shippingFee: { paid: 0, tenders: [] },
      payments: [],
      shippingInsurance: false,
      ...order,
    },
  });

  const ticket = (id: string): Ticket => {
    const found = state.tickets.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no ticket ${id}`);
    return found;
  };
  const shipped = (lineNumber: number): number =>
    state.order?.lines.find((each) => each.lineNumber === lineNumber)?.shipped ?? 0;

  return {
    state: () => state,
    now: () => now,
    told: () => told,
    /** What was applied for and denied, as it is kept. */
    denied: () => denied,
    ticket,
    view: (id: string, role = 'buyer'): TicketView => ticketView(state, id, role, now) ?? fail(id),
    pass: (ms: number) => {
      now = later(now, ms);
    },
    to: (at: Instant) => {
      now = at;
    },
    /** From here on the merchant has announced just this. */
    announce: (announced: Shelf) => {
      shelf = announced;
    },
    run,
    asked,
    hear,
    ship: (lineNumber: number, quantity: number, trackingNumber = `SF-${lineNumber}-${shipped(lineNumber)}`) =>
      hear({
        type: 'order.line_shipped',
        data: {
          ...facts,
          occurredAt: now,
          ...{ lineNumber, quantity, shipped: shipped(lineNumber) + quantity, carrier: 'sf', trackingNumber },
        },
      }),
    receiveLine: (lineNumber: number) =>
      hear({
        type: 'order.line_received',
        data: { ...facts, occurredAt: now, lineNumber, received: shipped(lineNumber), automatic: false },
      }),
    lock: (afterSaleId: string, lineNumbers: readonly number[] = [1]) =>
      hear({ type: 'order.cancel_locked', data: { ...facts, occurredAt: now, afterSaleId, lineNumbers } }),
    apply: (
      afterSaleId: string,
      application: Partial<Application> = {},
      submitted: Partial<Said<'Submit'>> = {},
    ): Decision<CaseEvent, CaseRefusal> =>
      run({
        type: 'Submit',
        data: {
          ...asked(application.initiator ?? 'buyer'),
          afterSaleId,
          merchant,
          shelf,
          application: {
            type: 'return_refund',
            reason: 'changed_mind',
            lines: [{ lineNumber: 1, quantity: 1 }],
            requestedAmount: null,
            component: 'cash',
            goodsReceived: null,
            targetSku: null,
            evidenceIds: [],
            initiator: 'buyer',
            ...application,
          },
          entryPoint: 'order_detail',
          description: null,
          pickup: null,
          ...submitted,
        },
      }),
    modify: (afterSaleId: string, change: DataOf<'Modify'>['change']) =>
      run({ type: 'Modify', data: { ...asked('buyer'), afterSaleId, change, merchant, shelf } }),
    approve: (afterSaleId: string, role = 'merchant') =>
      run({ type: 'Approve', data: { ...asked(role), afterSaleId, comment: null } }),
    visit: (afterSaleId: string, hours = 24) =>
      run({
        type: 'Approve',
        data: { ...asked('merchant'), afterSaleId, comment: null, onSite: { appointment: slotIn(hours) } },
      }),
    moveVisit: (afterSaleId: string, role: 'buyer' | 'merchant', hours = 48) =>
      run({ type: 'MoveVisit', data: { ...asked(role), afterSaleId, appointment: slotIn(hours) } }),
    reject: (afterSaleId: string, over: Partial<Said<'Reject'>> = {}) =>
      run({
        type: 'Reject',
        data: {
          ...asked('merchant'),
          ...{ afterSaleId, reasonCode: 'other', explanation: { sealed: 'why' }, evidenceIds: [], shipment: null },
          ...over,
        },
      }),
    offer: (afterSaleId: string, role: 'merchant' | 'buyer', amount: number, type: AfterSaleType = 'compensation') =>
      run({
        type: 'MakeOffer',
        data: { ...asked(role), afterSaleId, type, amount, keepGoods: type !== 'return_refund', text: null },
      }),
    acceptOffer: (afterSaleId: string, role: 'merchant' | 'buyer', number = 1) =>
      run({ type: 'AcceptOffer', data: { ...asked(role), afterSaleId, number, merchant } }),
    declineOffer: (afterSaleId: string, role: 'merchant' | 'buyer', number = 1) =>
      run({ type: 'DeclineOffer', data: { ...asked(role), afterSaleId, number } }),
    cancel: (afterSaleId: string) => run({ type: 'Cancel', data: { ...asked('buyer'), afterSaleId, comment: null } }),
    waybill: (afterSaleId: string, trackingNumber = 'YT-1', inUse = false) =>
      run({ type: 'FillWaybill', data: { ...asked('buyer'), afterSaleId, carrier: 'yt', trackingNumber, inUse } }),
    book: (afterSaleId: string) =>
      run({
        type: 'BookPickup',
        data: {
          ...asked('buyer'),
          afterSaleId,
          address: { sealed: 'home' },
          slot: { from: now, to: later(now, 2 * HOURS) },
          carrier: null,
        },
      }),
    receipt: (
      afterSaleId: string,
      parts: readonly (readonly [number, number, number, number])[],
      evidenceIds: readonly string[] = ['evd_1'],
    ) =>
      run({
        type: 'ReceiveReturn',
        data: {
          ...asked('merchant'),
          ...{ afterSaleId, evidenceIds },
          lines: parts.map(([lineNumber, accepted, damaged, missing]) => ({ lineNumber, accepted, damaged, missing })),
        },
      }),
    rejectReceipt: (afterSaleId: string) =>
      run({
        type: 'RejectReceipt',
        data: {
          ...asked('merchant'),
          ...{ afterSaleId, reasonCode: 'goods_used', explanation: { sealed: 'why' }, evidenceIds: ['evd_1'] },
        },
      }),
    dispose: (afterSaleId: string, ...parts: readonly (readonly [number, number, Disposition])[]) =>
      run({
        type: 'Dispose',
        data: {
          ...asked('merchant'),
          afterSaleId,
          parts: parts.map(([lineNumber, quantity, disposition]) => ({ lineNumber, quantity, disposition })),
        },
      }),
    send: (afterSaleId: string, trackingNumber = 'RE-1') =>
      run({ type: 'ShipReplacement', data: { ...asked('merchant'), afterSaleId, carrier: 'sf', trackingNumber } }),
    outOfStock: (afterSaleId: string) =>
      run({ type: 'ReportOutOfStock', data: { ...asked('merchant'), afterSaleId, explanation: { sealed: 'none' } } }),
    confirm: (afterSaleId: string) => run({ type: 'ConfirmReceipt', data: { ...asked('buyer'), afterSaleId } }),
    object: (afterSaleId: string) => run({ type: 'Object', data: { ...asked('buyer'), afterSaleId } }),
    diagnose: (afterSaleId: string, over: Partial<Said<'Diagnose'>> = {}) =>
      run({
        type: 'Diagnose',
        data: {
          ...asked('merchant'),
          ...{ afterSaleId, inWarranty: true, humanDamage: false, finding: { sealed: 'seen' }, quote: null },
          ...over,
        },
      }),
    acceptQuote: (afterSaleId: string, paymentId = 'pay-1') =>
      run({ type: 'AcceptQuote', data: { ...asked('buyer'), afterSaleId, paymentId } }),
    declineQuote: (afterSaleId: string) => run({ type: 'DeclineQuote', data: { ...asked('buyer'), afterSaleId } }),
    finish: (afterSaleId: string, outcome: DataOf<'FinishRepair'>['outcome'] = 'repaired') =>
      run({ type: 'FinishRepair', data: { ...asked('merchant'), afterSaleId, outcome } }),
    /** Fires what is due of a ticket, as the timers would. */
    fire: (afterSaleId: string) => {
      const [due] = caseAggregate.deadlines?.(state).filter(({ name }) => name.startsWith(`${afterSaleId}/`)) ?? [];
      return due === undefined
        ? []
        : run({ type: 'DeadlineReached', data: { ...asked('system'), name: due.name, token: due.token } });
    },
    refund: (
      afterSaleId: string,
      type: RefundChanged['type'],
      over: Partial<RefundChanged['data']> = {},
    ): Decision<CaseEvent, CaseRefusal> => {
      const status = {
        'refund.created': 'reserved',
        'refund.processing': 'processing',
        'refund.succeeded': 'succeeded',
        'refund.partially_succeeded': 'partially_succeeded',
        'refund.failed': 'failed',
        'refund.reversed': 'failed',
        'refund.retried': 'processing',
        'refund.cancelled': 'canceled',
      } as const;
      const { refundId } = ticket(afterSaleId);
      return hear({
        type,
        data: {
          ...facts,
          occurredAt: now,
          afterSaleId,
          refundId: refundId ?? 'rfd_advance',
          kind: 'normal',
          status: status[type],
          amount: { cash: 0, points: 0, shippingFee: 0 },
          lines: [],
          orderShippingFee: { paid: 0, held: 0, refunded: 0 },
          trying: false,
          ...over,
        },
      });
    },
    parcel: (afterSaleId: string, fact: ParcelFact, method: ReturnMethod = 'pickup') => {
      const parcel = ticket(afterSaleId).returnShipment;
      const known = {
        ...facts,
        occurredAt: now,
        afterSaleId,
        pickupId: method === 'pickup' ? (parcel?.pickupId ?? 'pku_other') : null,
        method,
        carrier: parcel?.carrier ?? 'sf',
        trackingNumber: parcel?.trackingNumber ?? 'PK-1',
      };
      return hear({ type: fact.type, data: { ...known, ...fact.data } } as PickupsEvent);
    },
  };
};

type ParcelFact = {
  [Type in PickupsEvent['type']]: { type: Type; data: Partial<Extract<PickupsEvent, { type: Type }>['data']> };
}[PickupsEvent['type']];
export type Play = ReturnType<typeof play>;

const fail = (id: string): never => {
  throw new Error(`no ticket ${id}`);
};

/** The types of what was told, in order. */
export const types = (decision: Decision<CaseEvent, CaseRefusal>): readonly string[] =>
  isRefusal(decision) ? [`refused: ${decision.refused}`] : decision.map(({ type }) => type);

/** The refusal, or one that says that there was none. */
export const refusal = (decision: Decision<CaseEvent, CaseRefusal>): Refusal =>
  isRefusal(decision) ? decision : refuse('none', types(decision).join());

/** Three units of one line, received: one, and four days later two. */
export const inTwoParcels = (): Play => {
  const game = play([line(1, 3, 4000)]);
  game.ship(1, 1, 'SF-A');
  game.receiveLine(1);
  game.pass(4 * DAYS);
  game.ship(1, 2, 'SF-B');
  game.receiveLine(1);
  return game;
};
