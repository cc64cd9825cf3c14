import { type LineAmount, type Money, type OrderPaid, type Payment, type RequestRefund } from '@amends/contracts';
import { idOf, shareOfRemaining, spread, total, type Instant } from '@amends/kernel';
import type { Account } from './account';
import { lineBalances } from './ledger';

/** Builders for specifications: an order as orders would tell of it, and refunds as after-sales would ask for them. */
export const AT: Instant = '2026-03-01T02:00:00.000Z';
export const PARTIES = { orderId: 'ord_01H0000000000000000000000A', merchantId: 'merchant-1', buyerId: 'buyer-1' };
export const FACTS = { ...PARTIES, occurredAt: AT };

type LineSpec = Readonly<{
  quantity: number;
  cash: number;
  points?: number;
  merchantDiscount?: number;
  platformDiscount?: number;
}>;
type PaymentSpec = readonly [Payment['tender'], number];

/** The n-th payment is called pay-n; lines are numbered from 1. Payments are spread as orders spreads them. */
export const paidOrder = (
  lines: readonly LineSpec[],
  payments?: readonly PaymentSpec[],
  freight = 0,
): OrderPaid['data'] => {
  const costs = [...lines.map(({ cash }) => cash), freight];
  const paid = (payments ?? [['card', total(costs)]]).map(([tender, amount], index) => ({
    paymentId: `pay-${String(index + 1)}`,
    tender,
    amount,
  }));
  const isOurs = ({ tender }: Payment) => tender === 'gift_card' || tender === 'balance';
  const shares = new Map<string, readonly number[]>();
  let open = costs;
  for (const payment of [...paid.filter(isOurs), ...paid.filter((each) => !isOurs(each))]) {
    const parts = spread(payment.amount, open);
    shares.set(payment.paymentId, parts);
    open = open.map((cost, index) => cost - (parts[index] ?? 0));
  }
  const tendersOf = (index: number) =>
    paid
      .map(({ paymentId }) => ({ paymentId, amount: shares.get(paymentId)?.[index] ?? 0 }))
      .filter(({ amount }) => amount > 0);
  return {
    ...FACTS,
    orderNumber: 'SO-1',
    currency: 'CNY',
    paidAt: AT,
    policyVersion: '1',
    shippingAddress: { sealed: '' },
    shippingInsurance: false,
    payments: paid,
    shippingFee: { paid: freight, tenders: tendersOf(lines.length) },
    lines: lines.map(({ quantity, cash, points = 0, merchantDiscount = 0, platformDiscount = 0 }, index) => ({
      lineNumber: index + 1,
      sku: `SKU-${String(index)}`,
      spu: 'SPU',
      title: 'A thing',
      category: 'default',
      kind: 'physical',
      attributes: {},
      quantity,
      unitPrice: 0,
      lineDiscount: 0,
      gift: false,
      giftOf: null,
      randomShip: false,
      warrantyMonths: 0,
      paid: { cash, points, merchantDiscount, platformDiscount, tenders: tendersOf(index) },
    })),
  };
};

/** What units of a line are worth now, by money.md rule 2. */
export const worthOf = (account: Account, lineNumber: number, units: number): LineAmount => {
  const line = lineBalances(account).find((each) => each.lineNumber === lineNumber);
  const left = line?.units.remaining ?? 0;
  return {
    lineNumber,
    units,
    cash: shareOfRemaining(line?.cash.remaining ?? 0, units, left),
    points: shareOfRemaining(line?.points.remaining ?? 0, units, left),
    merchantDiscount: shareOfRemaining(line?.merchantDiscount.remaining ?? 0, units, left),
    platformDiscount: shareOfRemaining(line?.platformDiscount.remaining ?? 0, units, left),
  };
};

/** Money of one line. */
export const ofLine = (lineNumber: number, units: number, cash: number, rest: Partial<LineAmount> = {}): Money => ({
  lines: [{ lineNumber, units, cash, points: 0, merchantDiscount: 0, platformDiscount: 0, ...rest }],
  shippingFee: 0,
});

/** The n-th refund of a test. */
export const refundId = (n: number): string =>
  idOf('rfd', `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);
export const ticketId = (n: number): string =>
  idOf('aft', `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);

/** The n-th request of a test, for its own ticket. */
export const asks = (n: number, money: Money, over: Partial<RequestRefund['data']> = {}): RequestRefund['data'] => ({
  ...FACTS,
  afterSaleId: ticketId(n),
  refundId: refundId(n),
  kind: 'normal',
  money,
  ...over,
});
