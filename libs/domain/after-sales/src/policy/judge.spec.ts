import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@amends/kernel';
import type { Ticket } from '../case/ticket';
import { aLine, anApplication, anOrder, aTicket, mugs, PAID_AT, received } from './case-for-tests';
import type { Application } from './application';
import { EMPTY_SHELF } from '../prices/sku';
import { judge, type KnownCase } from './judge';
import { UNKNOWN_MERCHANT, type Merchant } from './merchant';

const RECEIVED_AT = '2026-03-03T02:00:00.000Z';
const at = '2026-03-05T02:00:00.000Z';

const asking = (
  over: Partial<Application>,
  known: KnownCase,
  { now = at, merchant = UNKNOWN_MERCHANT, changing }: { now?: string; merchant?: Merchant; changing?: Ticket } = {},
) => judge(anApplication(over), known, { at: now, merchant, shelf: EMPTY_SHELF }, changing);

const refusalOf = (...parameters: Parameters<typeof asking>) => {
  const answer = asking(...parameters);
  return isRefusal(answer) ? answer.refused : 'accepted';
};

const threeReceived: KnownCase = { order: anOrder([received(RECEIVED_AT)]), tickets: [] };
const threeUnshipped: KnownCase = { order: anOrder([aLine()]), tickets: [] };

describe('the order of refusals (rulings.md 1.1)', () => {
  const many = { lines: [{ lineNumber: 1, quantity: 9 }] };

  it('says first that virtual goods are not supported', () => {
    const song = { order: anOrder([aLine({ kind: 'virtual' })]), tickets: [] };
    expect(refusalOf({ ...many, type: 'return_refund', reason: 'price_drop' }, song)).toBe('goods_not_supported');
  });

  it('lets merchant and agent pass that, and nothing else', () => {
    const song = { order: anOrder([aLine({ kind: 'virtual' })]), tickets: [] };
    expect(refusalOf({ type: 'refund_only', initiator: 'merchant' }, song)).toBe('accepted');
    expect(refusalOf({ ...many, type: 'refund_only', initiator: 'agent' }, song)).toBe('quantity_exceeds_available');
  });

  it('then what the order line allows, with the types it does allow', () => {
    expect(asking({ ...many, type: 'repair' }, threeUnshipped)).toMatchObject({
      refused: 'type_not_allowed_in_order_state',
      detail: { allowedTypes: ['refund_only', 'price_protection'] },
    });
  });

  it('then what the shop offers', () => {
    const terms = { default: { disabledTypes: ['exchange'] } } as const;
    const merchant = { versions: [{ number: 1, since: PAID_AT, byCategory: terms }], rules: [] };
    expect(refusalOf({ ...many, type: 'exchange' }, threeReceived, { merchant })).toBe('type_disabled_by_policy');
  });

  it('then the reason, the limit, the window, the quantity, the open ticket, the evidence, the amount', () => {
    const rejectedOften = { tickets: [1, 2, 3, 4, 5].map((n) => aTicket(`t${n}`, 'closed', 'received', [mugs(1)])) };
    const underTwo = { ...threeReceived, tickets: [aTicket('t', 'refunding', 'received', [mugs(2)])] };
    expect(refusalOf({ ...many, reason: 'price_drop' }, threeReceived)).toBe('reason_not_allowed');
    expect(refusalOf(many, { ...threeReceived, ...rejectedOften }, { now: '2026-03-20T00:00:00.000Z' })).toBe(
      'reapply_limit',
    );
    expect(refusalOf(many, threeReceived, { now: '2026-03-20T00:00:00.000Z' })).toBe('window_closed');
    expect(refusalOf({ ...many, reason: 'workmanship' }, threeReceived)).toBe('quantity_exceeds_available');
    expect(refusalOf({ lines: [{ lineNumber: 1, quantity: 2 }], reason: 'workmanship' }, underTwo)).toBe(
      'units_in_open_ticket',
    );
    expect(refusalOf({ reason: 'workmanship', requestedAmount: 2001 }, threeReceived)).toBe('evidence_required');
    expect(asking({ requestedAmount: 2001 }, threeReceived)).toMatchObject({
      refused: 'amount_exceeds_refundable',
      detail: { maxRefundable: 2000 },
    });
  });
});

describe('a return', () => {
  it('is for goods that were sent, inside the window of its reason (R1)', () => {
    expect(refusalOf({}, threeReceived)).toBe('accepted');
    expect(refusalOf({}, threeUnshipped)).toBe('type_not_allowed_in_order_state');
    expect(refusalOf({}, threeReceived, { now: '2026-03-10T15:59:59.999Z' })).toBe('accepted');
    expect(refusalOf({}, threeReceived, { now: '2026-03-10T16:00:00.000Z' })).toBe('window_closed');
    expect(refusalOf({ reason: 'slow' }, threeReceived)).toBe('reason_not_allowed');
  });
});

describe('windows (rulings.md 2.1)', () => {
  it('ends a no-reason return with the seventh day after receipt, to the last second', () => {
    expect(refusalOf({ reason: 'no_reason_7d' }, threeReceived, { now: '2026-03-10T15:59:59.999Z' })).toBe('accepted');
    expect(asking({ reason: 'no_reason_7d' }, threeReceived, { now: '2026-03-10T16:00:00.000Z' })).toMatchObject({
      refused: 'window_closed',
      detail: { windowEndedAt: '2026-03-10T15:59:59.000Z' },
    });
  });

  it('ends for fresh goods after forty-eight hours exactly, for every reason', () => {
    const fish = { order: anOrder([received(RECEIVED_AT, { category: 'fresh' })]), tickets: [] };
    const quality = { reason: 'workmanship', evidenceIds: ['evd'] };
    expect(refusalOf(quality, fish, { now: '2026-03-05T01:59:59.999Z' })).toBe('accepted');
    expect(refusalOf(quality, fish, { now: '2026-03-05T02:00:00.000Z' })).toBe('window_closed');
  });

  it('has no end while the goods are on their way', () => {
    const sent = { order: anOrder([aLine({ shipped: 3 })]), tickets: [] };
    expect(asking({}, sent, { now: '2027-03-05T00:00:00.000Z' })).toMatchObject({
      phase: 'shipped',
      windowEndsAt: null,
    });
  });

  it('is refused for more units than came lately enough', () => {
    const receipts = [
      { units: 2, at: RECEIVED_AT },
      { units: 1, at: '2026-03-12T02:00:00.000Z' },
    ];
    const late = { order: anOrder([aLine({ shipped: 3, received: 3, receipts })]), tickets: [] };
    const now = { now: '2026-03-13T00:00:00.000Z' };
    expect(refusalOf({}, late, now)).toBe('accepted');
    expect(refusalOf({ lines: [{ lineNumber: 1, quantity: 2 }] }, late, now)).toBe('window_closed');
  });

  it('keeps what the merchant promised at purchase, and counts what he promised since', () => {
    const version = (number: number, since: string, noReason: number) => ({
      number,
      since,
      byCategory: { default: { windows: { noReason } } },
    });
    const now = '2026-03-12T02:00:00.000Z';
    const atPurchase = [version(1, '2026-02-01T00:00:00.000Z', 10), version(2, '2026-03-04T00:00:00.000Z', 7)];
    const since = [version(1, '2026-03-04T00:00:00.000Z', 10)];
    for (const versions of [atPurchase, since])
      expect(refusalOf({}, threeReceived, { now, merchant: { versions, rules: [] } })).toBe('accepted');
    expect(refusalOf({}, threeReceived, { now })).toBe('window_closed');
  });
});

describe('units and phases (rulings.md 1.6)', () => {
  const oneOfThreeSent: KnownCase = { order: anOrder([aLine({ shipped: 1 })]), tickets: [] };

  it('takes unshipped units first, unless the goods are in hand', () => {
    expect(asking({ type: 'refund_only' }, oneOfThreeSent)).toMatchObject({ phase: 'unshipped' });
    expect(asking({ type: 'refund_only', goodsReceived: true }, oneOfThreeSent)).toMatchObject({ phase: 'shipped' });
    expect(refusalOf({ type: 'refund_only', lines: [{ lineNumber: 1, quantity: 3 }] }, oneOfThreeSent)).toBe(
      'quantity_exceeds_available',
    );
  });

  it('returns of a line half shipped only what was shipped', () => {
    expect(refusalOf({ lines: [{ lineNumber: 1, quantity: 2 }] }, oneOfThreeSent)).toBe('quantity_exceeds_available');
  });

  it('never mixes phases on one ticket', () => {
    const mixed = { order: anOrder([aLine({ shipped: 3 }), aLine({ lineNumber: 2 })]), tickets: [] };
    const lines = [1, 2].map((lineNumber) => ({ lineNumber, quantity: 1 }));
    expect(refusalOf({ type: 'refund_only', goodsReceived: true, lines }, mixed)).toBe(
      'type_not_allowed_in_order_state',
    );
  });

  it('allows nothing any more once all was given back before receipt', () => {
    const gone = { ...threeUnshipped, tickets: [aTicket('t', 'completed', 'unshipped', [mugs(3)])] };
    expect(asking({ type: 'refund_only' }, gone)).toMatchObject({
      refused: 'type_not_allowed_in_order_state',
      detail: { allowedTypes: [] },
    });
  });

  it('takes the gift along with the last unit of the same phase', () => {
    const gift = { lineNumber: 2, quantity: 1, gift: true, giftOf: 1, paid: { ...aLine().paid, cash: 0 } };
    const both = { order: anOrder([received(RECEIVED_AT), received(RECEIVED_AT, gift)]), tickets: [] };
    const onItsWay = { order: anOrder([received(RECEIVED_AT), aLine({ ...gift, shipped: 1 })]), tickets: [] };
    const all = [{ lineNumber: 1, quantity: 3 }];
    expect(refusalOf({ lines: [{ lineNumber: 1, quantity: 2 }] }, both)).toBe('accepted');
    expect(refusalOf({ lines: all }, both)).toBe('gift_not_included');
    expect(refusalOf({ lines: [...all, { lineNumber: 2, quantity: 1 }] }, both)).toBe('accepted');
    expect(refusalOf({ lines: all }, onItsWay)).toBe('accepted');
    expect(asking({ lines: [{ lineNumber: 2, quantity: 1 }] }, both)).toMatchObject({
      refused: 'amount_exceeds_refundable',
      detail: { maxRefundable: 0 },
    });
  });
});

describe('the limit of applications (rulings.md 1.8)', () => {
  const tickets = (count: number) =>
    Array.from({ length: count }, (_, n) => aTicket(`t${n}`, 'cancelled_by_buyer', 'received', [mugs(1)]));
  const rejected = aTicket('r', 'merchant_rejected', 'received', [mugs(1)]);

  it('counts what was closed or cancelled, not what was paid', () => {
    const paid = aTicket('p', 'completed', 'received', [mugs(1)]);
    expect(refusalOf({}, { ...threeReceived, tickets: [...tickets(4), paid] })).toBe('accepted');
    expect(refusalOf({}, { ...threeReceived, tickets: tickets(5) })).toBe('reapply_limit');
  });

  it('counts the first application of a ticket that is applied for again', () => {
    const known = { ...threeReceived, tickets: [...tickets(4), rejected] };
    expect(refusalOf({}, known, { changing: rejected })).toBe('reapply_limit');
    const often = { ...rejected, reapplications: 4 };
    expect(refusalOf({}, { ...threeReceived, tickets: [often] }, { changing: often })).toBe('reapply_limit');
    const thrice = { ...rejected, reapplications: 3 };
    expect(refusalOf({}, { ...threeReceived, tickets: [thrice] }, { changing: thrice })).toBe('accepted');
  });

  it('does not count another word on what is under review', () => {
    const pending = { ...rejected, status: 'pending_merchant_review' as const, reapplications: 4 };
    expect(refusalOf({}, { ...threeReceived, tickets: [...tickets(5), pending] }, { changing: pending })).toBe(
      'accepted',
    );
  });
});

describe('money (money.md rule 2, rulings.md 1.5, 1.7, 1.9)', () => {
  it('shares what no other ticket has set aside: the last unit takes the rest', () => {
    const order = anOrder([received(RECEIVED_AT, { paid: { ...aLine().paid, cash: 10000, points: 158 } })]);
    const first = aTicket('t', 'pending_merchant_review', 'received', [{ ...mugs(1, 3333), points: 52 }]);
    expect(asking({}, { order, tickets: [] })).toMatchObject({ amounts: [{ units: 1, cash: 3333, points: 52 }] });
    expect(asking({ lines: [{ lineNumber: 1, quantity: 2 }] }, { order, tickets: [first] })).toMatchObject({
      amounts: [{ units: 2, cash: 6667, points: 106 }],
    });
  });

  it('gives less cash to who asks for less, and all the points', () => {
    const order = anOrder([received(RECEIVED_AT, { paid: { ...aLine().paid, points: 30 } })]);
    expect(asking({ requestedAmount: 500 }, { order, tickets: [] })).toMatchObject({
      amounts: [{ units: 1, cash: 500, points: 10 }],
    });
  });

  it('spreads goodwill over the cash that nobody asks for, and refuses more', () => {
    const order = anOrder([received(RECEIVED_AT), received(RECEIVED_AT, { lineNumber: 2 })], { shippingFee: 900 });
    const known = { order, tickets: [aTicket('t', 'refunding', 'received', [mugs(2)])] };
    const goodwill = { type: 'compensation', reason: 'slow', lines: [], initiator: 'merchant' } as const;
    expect(asking({ ...goodwill, requestedAmount: 8000 }, known)).toMatchObject({
      amounts: [
        { lineNumber: 1, units: 0, cash: 2000 },
        { lineNumber: 2, units: 0, cash: 6000 },
      ],
    });
    expect(asking({ ...goodwill, requestedAmount: 8001 }, known)).toMatchObject({ detail: { maxRefundable: 8000 } });
    const freight = { ...goodwill, component: 'shipping_fee' } as const;
    expect(asking({ ...freight, requestedAmount: 900 }, known)).toMatchObject({ amounts: [], shippingFee: 900 });
    expect(asking({ ...freight, requestedAmount: 901 }, known)).toMatchObject({ detail: { maxRefundable: 900 } });
  });

  it('pays for nothing that is worth nothing', () => {
    const free = { order: anOrder([received(PAID_AT, { paid: { ...aLine().paid, cash: 0 } })]), tickets: [] };
    expect(asking({}, free)).toMatchObject({ refused: 'amount_exceeds_refundable', detail: { maxRefundable: 0 } });
  });
});
