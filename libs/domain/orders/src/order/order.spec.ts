import type { AfterSaleStatus, AfterSaleType, LineQuantity, OrderPaid } from '@amends/contracts';
import { DAY_MS, HOUR_MS, flaws, later, unlisted } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import type { HearTicket, OrderCommand, PlaceOrder, PurchasedLine } from './commands';
import { settlementOf, waitsOf } from './deadlines';
import { decide, orderAggregate, orderDecider } from './decide';
import type { OrderEvent } from './events';
import { afterSaleStatusOf, allowedActionsOf, countersOf, statusOf } from './line';
import type { OrderLine, OrderState } from './order';
import { lineLife, type LineStatus } from './transitions';

const T0 = '2026-03-01T02:00:00.000Z';
const at = (days: number) => later(T0, days * DAY_MS);
const order = specification(orderDecider);
const facts = (occurredAt = T0) => ({ orderId: 'ord_1', merchantId: 'm', buyerId: 'b', occurredAt });

const line = (lineNumber: number, quantity: number): PurchasedLine => ({
  lineNumber,
  sku: `SKU-${String(lineNumber)}`,
  spu: 'SKU',
  title: 'A thing',
  category: 'default',
  kind: 'physical',
  attributes: {},
  quantity,
  unitPrice: 1000,
  lineDiscount: 0,
  gift: false,
  giftOf: null,
  randomShip: false,
  warrantyMonths: 0,
});

const place = (...quantities: number[]): PlaceOrder => ({
  type: 'PlaceOrder',
  data: {
    orderId: 'ord_1',
    orderNumber: 'SO-1',
    merchantId: 'm',
    buyerId: 'b',
    currency: 'CNY',
    paidAt: T0,
    policyVersion: '1',
    shippingAddress: { sealed: 'v1.x' },
    shippingInsurance: false,
    lines: quantities.map((quantity, index) => line(index + 1, quantity)),
    shippingFee: 100,
    discounts: [],
    points: { redeemed: 0, value: 0 },
    payments: [
      { paymentId: 'p', tender: 'card', amount: quantities.reduce((sum, quantity) => sum + quantity * 1000, 100) },
    ],
    at: T0,
  },
});

const units = (...pairs: (readonly [lineNumber: number, quantity: number])[]): readonly LineQuantity[] =>
  pairs.map(([lineNumber, quantity]) => ({ lineNumber, quantity }));
const ship = (lines: readonly LineQuantity[], when = T0): OrderCommand => ({
  type: 'ShipLines',
  data: { lines, carrier: 'sf', trackingNumber: 'SF1', by: 'merchant', at: when },
});
const receive = (lineNumbers: readonly number[] | null, when = T0): OrderCommand => ({
  type: 'ConfirmReceipt',
  data: { lineNumbers, by: 'buyer', at: when },
});
const hear = (status: AfterSaleStatus, over: Partial<HearTicket['data']> = {}): HearTicket => ({
  type: 'HearTicket',
  data: {
    afterSaleId: 'aft_1',
    type: 'refund_only',
    status,
    phase: 'unshipped',
    lines: units([1, 1]),
    version: 1,
    at: T0,
    ...over,
  },
});
const wake = (name: string, token: number, when: string): OrderCommand => ({
  type: 'DeadlineReached',
  data: { name, token, at: when },
});
const asReturn = { type: 'return_refund', phase: 'received' } as const;

const types = (decision: unknown) =>
  Array.isArray(decision) ? decision.map(({ type }: OrderEvent) => type) : decision;
const lineOf = (state: OrderState, lineNumber = 1): OrderLine => {
  const found = state.lines.find((each) => each.lineNumber === lineNumber);
  if (found === undefined) throw new Error('no such line');
  return found;
};
const waiting = (state: OrderState) =>
  waitsOf(state).map(({ deadline: { name, token, dueAt } }) => [name, token, dueAt]);

describe('the life of a line', () => {
  it('has no flaw', () => expect(flaws(lineLife)).toEqual([]));

  const stateOf: Record<LineStatus, OrderState> = {
    awaiting_shipment: order.after(place(2)).state,
    partially_shipped: order.after(place(2), ship(units([1, 1]))).state,
    awaiting_receipt: order.after(place(2), ship(units([1, 2]))).state,
    completed: order.after(place(2), ship(units([1, 2])), receive([1])).state,
    closed: order.after(place(1), hear('completed', { refunded: units([1, 1]) })).state,
  };
  it.each(unlisted(lineLife))('refuses $command while $status', ({ status, command }) => {
    const state = stateOf[status];
    expect(lineOf(state).status).toBe(status);
    const outcome = (): unknown => {
      switch (command) {
        case 'shipments':
          return decide(ship(units([1, 1])), state);
        case 'receipt':
          return decide(receive([1]), state);
        case 'auto_receipt':
        case 'settle':
          return decide(wake(`line/1/${command === 'settle' ? 'settlement' : command}`, 1, at(99)), state);
        default:
          return decide(hear('completed', { refunded: units([1, 1]), version: 2 }), state);
      }
    };
    const decision = outcome();
    if (command === 'shipments') expect(decision).toMatchObject({ refused: 'quantity_exceeds_ordered' });
    else if (command === 'receipt')
      expect(decision).toMatchObject({ refused: 'invalid_transition', detail: { currentStatus: status } });
    else expect(decision).toEqual([]);
  });
  it('offers a person only what a row lists for him', () => {
    for (const [status, state] of Object.entries(stateOf) as readonly (readonly [LineStatus, OrderState])[])
      for (const role of ['buyer', 'merchant', 'storefront'] as const) {
        const listed: readonly string[] = lineLife.commandsOf(status, role);
        expect(allowedActionsOf(state, role).filter((action) => !listed.includes(action))).toEqual([]);
      }
    for (const role of ['agent', 'supervisor', 'operator', 'integrator'])
      expect(Object.values(stateOf).flatMap((state) => allowedActionsOf(state, role))).toEqual([]);
  });
});

describe('placing', () => {
  it('tells all that the others need of an order that is paid (O1)', () => {
    const [paid] = order.after(place(2)).state.order === null ? [] : [place(2)];
    expect(paid).toBeDefined();
    const decision = decide(place(2), orderAggregate.initialState);
    expect(decision).toMatchObject([
      {
        type: 'order.paid',
        data: {
          ...facts(),
          lines: [{ lineNumber: 1, paid: { cash: 2000, tenders: [{ paymentId: 'p', amount: 2000 }] } }],
          shippingFee: { paid: 100, tenders: [{ paymentId: 'p', amount: 100 }] },
        } satisfies Partial<Record<keyof OrderPaid['data'], unknown>>,
      },
    ]);
  });
  it('is refused with the sum expected when the payments do not add up: nothing waits to be paid (O1, O2)', () => {
    const short = place(1);
    const paid = {
      ...short,
      data: { ...short.data, payments: [{ paymentId: 'p', tender: 'card' as const, amount: 1099 }] },
    };
    expect(order.given().when(paid).thenRefused('payment_mismatch').detail).toEqual({ expected: 1100 });
  });
  it('is refused with pointers when the purchase does not fit together', () => {
    const odd = place(1);
    const gift = { ...odd, data: { ...odd.data, lines: [{ ...line(1, 1), gift: true }] } };
    expect(order.given().when(gift).thenRefused('malformed').detail).toMatchObject({
      errors: [{ pointer: '/lines/0/gift' }],
    });
  });
  it('happens once', () => order.after(place(1)).when(place(1)).thenNothing());
});

describe('shipping', () => {
  it('goes in parts, and waits for the buyer when all is shipped (O3, O4)', () => {
    const part = order.after(place(3), ship(units([1, 2])));
    expect([lineOf(part.state).status, waiting(part.state)]).toEqual(['partially_shipped', []]);
    const { state } = part.when(ship(units([1, 1]), at(1)));
    expect(lineOf(state)).toMatchObject({ status: 'awaiting_receipt', shipped: 3 });
    expect(waiting(state)).toEqual([['line/1/auto_receipt', 1, at(11)]]);
  });
  it('never takes more than is ordered and not cancelled, and then nothing at all', () => {
    order
      .after(place(3, 1))
      .when(ship(units([2, 1], [1, 4])))
      .thenRefused('quantity_exceeds_ordered');
    const cancelled = order.after(place(3), hear('completed', { refunded: units([1, 1]) }));
    cancelled.when(ship(units([1, 3]))).thenRefused('quantity_exceeds_ordered');
    expect(lineOf(cancelled.when(ship(units([1, 2]))).state).status).toBe('awaiting_receipt');
  });
  it('cannot name lines that are not there, or one twice', () => {
    const { detail } = order
      .after(place(1))
      .when(ship(units([1, 1], [7, 1], [1, 1])))
      .thenRefused('malformed');
    expect(detail).toMatchObject({ errors: [{ pointer: '/lines/1/lineNumber' }, { pointer: '/lines/2/lineNumber' }] });
  });
});

describe('a cancel', () => {
  const asked = hear('pending_merchant_review');

  it('locks its line, and only that (O5)', () => {
    const locked = order.after(place(2, 1), asked);
    expect(types(order.after(place(2, 1)).when(asked).decision)).toEqual(['order.ticket_heard', 'order.cancel_locked']);
    locked.when(ship(units([1, 1]))).thenRefused('cancel_in_progress');
    expect(types(locked.when(ship(units([2, 1]))).decision)).toEqual(['order.line_shipped']);
  });
  it('finds nothing to lock once the units have left', () => {
    expect(types(order.after(place(2), ship(units([1, 2]))).when(asked).decision)).toEqual(['order.ticket_heard']);
    const two = hear('pending_merchant_review', { lines: units([1, 2]) });
    expect(types(order.after(place(3), ship(units([1, 2]))).when(two).decision)).toEqual(['order.ticket_heard']);
    expect(types(order.after(place(3), ship(units([1, 2]))).when(asked).decision)).toContain('order.cancel_locked');
  });
  it('cannot lock what another cancel has locked', () => {
    const other = hear('pending_merchant_review', { afterSaleId: 'aft_2' });
    expect(types(order.after(place(1), asked).when(other).decision)).toEqual(['order.ticket_heard']);
    expect(types(order.after(place(2), asked).when(other).decision)).toContain('order.cancel_locked');
  });
  it('is acknowledged when it is approved, and ends the line when it is paid (U2, U5, O8)', () => {
    const approved = hear('refunding', { approved: true, version: 2 });
    const locked = order.after(place(1), asked);
    expect(types(locked.when(approved).decision)).toEqual(['order.cancel_acknowledged']);
    expect(types(order.after(place(1)).when(approved).decision)).toEqual([
      'order.ticket_heard',
      'order.cancel_locked',
      'order.cancel_acknowledged',
    ]);
    const { decision, state } = locked.when(hear('completed', { refunded: units([1, 1]), version: 3 }));
    expect(types(decision)).toEqual(['order.ticket_heard', 'order.line_refunded', 'order.line_closed']);
    expect([statusOf(state), afterSaleStatusOf(state, lineOf(state))]).toEqual(['closed', 'fully_refunded']);
  });
  it.each(['merchant_rejected', 'cancelled_by_buyer', 'closed'] as const)('lets go when it is %s', (status) => {
    const { state } = order.after(place(1), asked, hear(status, { version: 2 }));
    expect(types(decide(ship(units([1, 1])), state))).toEqual(['order.line_shipped']);
  });
  it('keeps its lock while it is talked about and while the refund fails', () => {
    for (const status of ['negotiating', 'refund_failed'] as const)
      order
        .after(place(1), asked, hear(status, { version: 2 }))
        .when(ship(units([1, 1])))
        .thenRefused('cancel_in_progress');
  });
  it('locks again when it asks for other units, and when it is asked again after a rejection', () => {
    const more = hear('pending_merchant_review', { lines: units([1, 2]), version: 2 });
    expect(types(order.after(place(2), asked).when(more).decision)).toEqual([
      'order.ticket_heard',
      'order.cancel_locked',
    ]);
    const again = order.after(place(1), asked, hear('merchant_rejected', { version: 2 }));
    expect(types(again.when(hear('pending_merchant_review', { version: 3 })).decision)).toContain(
      'order.cancel_locked',
    );
  });
  it('locks what is still here when some of its units have left and go their own way (U4)', () => {
    const both = hear('pending_merchant_review', { lines: units([1, 1], [2, 1]) });
    const shipped = order.after(place(1, 1), ship(units([1, 1])), both);
    const split = hear('pending_merchant_review', { lines: units([2, 1]), version: 2 });
    const { decision, state } = shipped.when(split);
    expect(decision).toMatchObject([
      { type: 'order.ticket_heard' },
      { type: 'order.cancel_locked', data: { lineNumbers: [2] } },
    ]);
    expect(decide(ship(units([2, 1])), state)).toMatchObject({ refused: 'cancel_in_progress' });
  });
  it('that comes too late books the parcel that the merchant names', () => {
    const left = hear('pending_merchant_review', {
      phase: 'shipped',
      shipment: { carrier: 'sf', trackingNumber: 'SF9' },
      version: 2,
    });
    const { decision, state } = order.after(place(2), asked).when(left);
    expect(decision).toMatchObject([
      { type: 'order.ticket_heard' },
      { type: 'order.line_shipped', data: { lineNumber: 1, quantity: 1, shipped: 1, trackingNumber: 'SF9' } },
    ]);
    expect(types(decide(ship(units([1, 1])), state))).toEqual(['order.line_shipped']);
  });
  it('of the rest lets the line wait for the buyer (O4)', () => {
    const { state } = order.after(
      place(3),
      ship(units([1, 2])),
      hear('pending_merchant_review', { at: at(1) }),
      hear('completed', { refunded: units([1, 1]), version: 2, at: at(2) }),
    );
    expect(lineOf(state)).toMatchObject({ status: 'awaiting_receipt', autoReceipt: { is: 'running', dueAt: at(12) } });
  });
});

describe('receipt', () => {
  const shipped = [place(1, 2), ship(units([1, 1], [2, 2]))];

  it('is all or nothing while one named line is under a ticket', () => {
    const held = order.after(...shipped, hear('pending_merchant_review', { ...asReturn, lines: units([2, 1]) }));
    held.when(receive([1, 2])).thenRefused('after_sale_open');
    held.when(receive(null)).thenRefused('after_sale_open');
    expect(types(held.when(receive([1])).decision)).toEqual(['order.line_received']);
  });
  it('without names is of everything that is shipped (O6)', () =>
    expect(types(order.after(...shipped).when(receive(null)).decision)).toEqual([
      'order.line_received',
      'order.line_received',
    ]));
  it('without anything to receive says what is possible', () => {
    const refusal = order.after(place(1)).when(receive(null)).thenRefused('invalid_transition');
    expect(refusal.detail).toEqual({ currentStatus: 'awaiting_shipment', allowedActions: [] });
    expect(allowedActionsOf(order.after(place(1)).state, 'merchant')).toEqual(['shipments']);
  });
  it('cannot name a line that is not there', () =>
    expect(
      order
        .after(...shipped)
        .when(receive([9]))
        .thenRefused('malformed').detail,
    ).toMatchObject({
      errors: [{ pointer: '/lineNumbers/0' }],
    }));
  it('comes by itself after ten days, at that instant, once (O7)', () => {
    const silent = order.after(...shipped);
    silent.when(wake('line/1/auto_receipt', 1, later(at(10), -1))).thenNothing();
    silent.when(wake('line/1/auto_receipt', 2, at(11))).thenNothing();
    const { decision, state } = silent.when(wake('line/1/auto_receipt', 1, at(12)));
    expect(decision).toEqual([
      { type: 'order.line_received', data: { ...facts(at(10)), lineNumber: 1, received: 1, automatic: true } },
    ]);
    expect(decide(wake('line/1/auto_receipt', 1, at(12)), state)).toEqual([]);
    expect(decide(receive([1], at(12)), state)).toMatchObject({ refused: 'deadline_passed' });
  });
  it('is too late at its deadline, even if the timer has not fired', () => {
    order
      .after(...shipped)
      .when(receive([1], at(10)))
      .thenRefused('deadline_passed');
    expect(types(order.after(...shipped).when(receive([1], later(at(10), -1))).decision)).toEqual([
      'order.line_received',
    ]);
  });
  it('waits while a ticket is open, and goes on with exactly what was left', () => {
    const held = order.after(...shipped, hear('pending_merchant_review', { ...asReturn, at: at(4) }));
    expect(waiting(held.state)).toEqual([['line/2/auto_receipt', 1, at(10)]]);
    held.when(wake('line/1/auto_receipt', 1, at(12))).thenNothing();
    const { state } = held.when(hear('closed', { ...asReturn, version: 2, at: at(11) }));
    expect(waiting(state)[0]).toEqual(['line/1/auto_receipt', 2, at(17)]);
  });
  it('waits for the last of several tickets', () => {
    const other = { ...asReturn, afterSaleId: 'aft_2', lines: units([2, 1]) };
    const { state } = order.after(
      ...shipped,
      hear('pending_merchant_review', { ...asReturn, lines: units([2, 1]), at: at(1) }),
      hear('pending_merchant_review', { ...other, at: at(2) }),
      hear('closed', { ...asReturn, lines: units([2, 1]), version: 2, at: at(3) }),
    );
    expect(lineOf(state, 2).autoReceipt).toEqual({ is: 'paused', restMs: 9 * DAY_MS });
  });
});

describe('settlement', () => {
  // Received at 10 in Shanghai: fifteen days from the next day on.
  const windowEnd = '2026-03-16T16:00:00.000Z';
  const received = [place(2), ship(units([1, 2])), receive([1])];

  it('comes after the windows, once (O10)', () => {
    expect(waiting(order.after(...received).state)).toEqual([['line/1/settlement', 1, windowEnd]]);
    const { decision, state } = order.after(...received).when(wake('line/1/settlement', 1, windowEnd));
    expect(types(decision)).toEqual(['order.after_sale_window_closed']);
    expect([afterSaleStatusOf(state, lineOf(state)), waiting(state)]).toEqual(['window_expired', []]);
  });
  it('waits for an open ticket', () => {
    const held = order.after(...received, hear('merchant_rejected', asReturn));
    expect([waiting(held.state), afterSaleStatusOf(held.state, lineOf(held.state))]).toEqual([[], 'in_progress']);
    held.when(wake('line/1/settlement', 1, windowEnd)).thenNothing();
    const { state } = held.when(hear('closed', { ...asReturn, version: 2, at: later(windowEnd, HOUR_MS) }));
    expect([waiting(state), afterSaleStatusOf(state, lineOf(state))]).toEqual([
      [['line/1/settlement', 2, windowEnd]],
      'none',
    ]);
  });
});

describe('a line counts', () => {
  const received = [place(3), ship(units([1, 3])), receive([1])];
  const back = { ...asReturn, lines: units([1, 2]) };
  const counted = (...commands: OrderCommand[]) => {
    const { state } = order.after(...received, ...commands);
    const { returnRequested, returned, refunded } = countersOf(state, lineOf(state));
    return [returnRequested, returned, refunded, afterSaleStatusOf(state, lineOf(state)), statusOf(state)];
  };
  const asked = hear('pending_merchant_review', back);
  const accepted = hear('refunding', { ...back, returned: units([1, 1]), version: 2 });
  const paid = hear('completed', { ...back, refunded: units([1, 1]), version: 3 });

  it('what is asked back, accepted back and paid back', () => {
    expect(counted(asked)).toEqual([2, 0, 0, 'in_progress', 'completed']);
    expect(counted(asked, accepted)).toEqual([1, 1, 0, 'in_progress', 'completed']);
    expect(counted(asked, accepted, paid)).toEqual([0, 1, 1, 'partially_refunded', 'completed']);
  });
  it('a line that is wholly refunded after receipt stays completed (O9)', () => {
    const all = { ...asReturn, lines: units([1, 3]), returned: units([1, 3]), refunded: units([1, 3]) };
    expect(counted(hear('completed', all))).toEqual([0, 3, 3, 'fully_refunded', 'completed']);
  });
  const goods = (...commands: OrderCommand[]) => {
    const { state } = order.after(...received, ...commands);
    const { returned, refunded, replaced, reissued, inRepair } = countersOf(state, lineOf(state));
    return { returned, refunded, replaced, reissued, inRepair };
  };
  const none = { returned: 0, refunded: 0, replaced: 0, reissued: 0, inRepair: 0 };
  const ofType = (type: AfterSaleType) => ({ ...back, type });

  it('what is replaced, of what was accepted back; what the carrier lost is replaced as well', () => {
    const back1 = hear('awaiting_merchant_shipment', { ...ofType('exchange'), returned: units([1, 1]) });
    const done = hear('completed', { ...ofType('exchange'), refunded: [], version: 2 });
    expect(goods(back1)).toEqual({ ...none, returned: 1 });
    expect(goods(back1, done)).toEqual({ ...none, returned: 1, replaced: 1 });
    expect(goods(done)).toEqual({ ...none, replaced: 2 });
  });
  it('what is sent once more, and what is on the bench: that has not come back for good', () => {
    expect(goods(hear('completed', { ...ofType('reissue'), refunded: [] }))).toEqual({ ...none, reissued: 2 });
    const onTheBench = hear('diagnosing', { ...ofType('repair'), returned: units([1, 2]) });
    expect(goods(onTheBench)).toEqual({ ...none, inRepair: 2 });
    expect(goods(onTheBench, hear('completed', { ...ofType('repair'), refunded: [], version: 2 }))).toEqual(none);
    const instead = hear('awaiting_merchant_shipment', { ...ofType('exchange'), version: 2 });
    expect(goods(onTheBench, instead)).toEqual({ ...none, returned: 2 });
  });
  it('the window of what came instead: the settlement waits for it', () => {
    const when = at(5);
    const done = hear('completed', { ...ofType('exchange'), refunded: [], at: when });
    const { state } = order.after(...received, done);
    expect(lineOf(state).settlesAt).toBe(settlementOf(when));
  });
  it('no refund that was reversed', () => {
    const failed = hear('refund_failed', { ...back, version: 4 });
    expect(counted(asked, accepted, paid, failed)).toEqual([1, 1, 0, 'in_progress', 'completed']);
    expect(counted(asked, accepted, paid, failed, { ...paid, data: { ...paid.data, version: 5 } })).toEqual([
      0,
      1,
      1,
      'partially_refunded',
      'completed',
    ]);
  });
  it('money without units is no unit refunded', () => {
    const goodwill = hear('completed', { type: 'compensation', phase: 'received', refunded: [] });
    expect(types(order.after(...received).when(goodwill).decision)).toEqual(['order.ticket_heard']);
  });
  it('nothing twice, nothing late, and nothing that it does not care about', () => {
    const done = order.after(...received, asked, accepted, paid);
    done.when(paid).thenNothing();
    done.when(asked).thenNothing();
    order
      .after(...received, asked)
      .when(hear('awaiting_buyer_shipment', { ...back, version: 2 }))
      .thenNothing();
  });
});

describe('the order', () => {
  it('stands where its lines stand', () => {
    const status = (...commands: OrderCommand[]) => statusOf(order.after(...commands).state);
    expect(status(place(1, 1))).toBe('awaiting_shipment');
    expect(status(place(1, 1), ship(units([1, 1])))).toBe('partially_shipped');
    expect(status(place(1, 1), ship(units([1, 1], [2, 1])), receive([1]))).toBe('awaiting_receipt');
    expect(status(place(1, 1), hear('completed', { refunded: units([1, 1]) }), ship(units([2, 1])))).toBe(
      'awaiting_receipt',
    );
  });
  it('shows the freight as refunds tells it', () => {
    const fee: OrderCommand = { type: 'HearShippingFee', data: { refunded: 0, held: 100, at: T0 } };
    const { state } = order.after(place(1)).when(fee);
    expect(state.shippingFee).toEqual({ paid: 100, refunded: 0, held: 100 });
    expect(decide(fee, state)).toEqual([]);
  });
  it('is listed once placed', () => {
    expect(orderAggregate.listings?.(orderAggregate.initialState)).toEqual([]);
    expect(orderAggregate.listings?.(order.after(place(1)).state)).toMatchObject([
      { kind: 'order', id: 'ord_1', status: 'awaiting_shipment', reference: 'SO-1' },
    ]);
  });
  it('that was never placed answers nothing', () => order.given().when(hear('completed')).thenNothing());
});
