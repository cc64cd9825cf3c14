import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BOOKED_TYPES, bookingsOf, type Booking } from './booking';

const facts = { orderId: 'ord_1', merchantId: 'm', buyerId: 'b', occurredAt: '2026-03-01T02:00:00.000Z' };
const ESCROW = 'liabilities:escrow:m';

/** Bookings as text: the unit, the account, the amount. */
const written = (bookings: readonly Booking[]): readonly (readonly string[])[] =>
  bookings.map((booking) =>
    booking.kind === 'reversal'
      ? [`back ${booking.ref}`]
      : [booking.ref, ...booking.postings.map(({ account, unit, amount }) => `${account} ${String(amount)} ${unit}`)],
  );

const minor = fc.integer({ min: 0, max: 1_000_000 });
const tender = fc.constantFrom('card', 'wallet', 'gift_card', 'balance');

describe('bookings', () => {
  it('of an order: what was paid, what the platform adds, what points stood for', () => {
    const payments = [
      { paymentId: 'p1', tender: 'card', amount: 700 },
      { paymentId: 'p2', tender: 'balance', amount: 300 },
    ];
    const lines = [{ paid: { platformDiscount: 50, points: 20 } }, { paid: { platformDiscount: 0, points: 0 } }];
    expect(written(bookingsOf({ type: 'order.paid', data: { ...facts, payments, lines } }))).toEqual([
      ['ord_1', 'assets:provider 700 money', 'liabilities:balances:buyers 300 money', `${ESCROW} -1000 money`],
      ['ord_1/subsidy', 'expenses:subsidies 50 money', `${ESCROW} -50 money`],
      ['ord_1/points', 'liabilities:points:buyers 20 points', 'equity:points-redeemed -20 points'],
    ]);
  });

  it.each([
    ['card', [`${ESCROW} 40 money`, 'assets:provider -40 money']],
    ['gift_card', [`${ESCROW} 40 money`, 'liabilities:balances:buyers -40 money']],
    ['points', ['equity:points-redeemed 40 points', 'liabilities:points:buyers -40 points']],
  ])('of a leg to the %s', (to, postings) => {
    const data = { ...facts, legId: 'rfd_1-1', tender: to, amount: 40 };
    expect(written(bookingsOf({ type: 'refund_leg.succeeded', data }))).toEqual([['rfd_1-1', ...postings]]);
    expect(written(bookingsOf({ type: 'refund_leg.failed', data }))).toEqual([['back rfd_1-1']]);
  });

  it('of a refund: the platform has its discount back; when it is reversed, not', () => {
    const lines = [{ platformDiscount: 30 }, { platformDiscount: 12 }];
    const data = { ...facts, refundId: 'rfd_1', lines };
    expect(written(bookingsOf({ type: 'refund.succeeded', data }))).toEqual([
      ['rfd_1/subsidy', 'expenses:subsidies -42 money', `${ESCROW} 42 money`],
    ]);
    expect(written(bookingsOf({ type: 'refund.reversed', data }))).toEqual([['back rfd_1/subsidy']]);
  });

  it('of an advance: the platform stands in for the shop until that has the goods, or the buyer owes it', () => {
    const data = { ...facts, refundId: 'rfd_1', afterSaleId: 'aft_1', amount: 90 };
    const of = (type: string) => written(bookingsOf({ type, data })).flat();
    expect(of('fast_refund.advanced')).toEqual(['rfd_1/advance', 'assets:advances 90 money', `${ESCROW} -90 money`]);
    expect(of('fast_refund.undone')).toEqual(['back rfd_1/advance']);
    expect(of('fast_refund.settled')).toEqual([
      'rfd_1/settled/aft_1',
      `${ESCROW} 90 money`,
      'assets:advances -90 money',
    ]);
    expect(of('recovery.started')).toEqual([
      'rfd_1/recovery/aft_1',
      'assets:receivables:buyers 90 money',
      'assets:advances -90 money',
    ]);
    expect(of('fast_refund.contested')).toEqual([]);
  });

  it('of a recovery: what the buyer owes, pays by each way, or never gives back', () => {
    const data = { ...facts, refundId: 'rfd_1', afterSaleId: 'aft_1', amount: 90, open: 10 };
    const of = (type: string, more: object = {}) => written(bookingsOf({ type, data: { ...data, ...more } })).flat();
    const OWED = 'assets:receivables:buyers';
    expect(of('recovery.started', { goods: true })).toEqual([
      'rfd_1/recovery/aft_1',
      `${OWED} 90 money`,
      `${ESCROW} -90 money`,
    ]);
    const paid = (source: string) => of('recovery.payment_received', { source });
    expect(paid('payment')).toEqual(['rfd_1/recovered/10', 'assets:provider 90 money', `${OWED} -90 money`]);
    expect(paid('balance')).toEqual([
      'rfd_1/recovered/10',
      'liabilities:balances:buyers 90 money',
      `${OWED} -90 money`,
    ]);
    expect(paid('set_off')).toEqual([]);
    expect(of('refund_leg.succeeded', { legId: 'rfd_2-3', tender: 'set_off' })).toEqual([
      'rfd_2-3',
      `${ESCROW} 90 money`,
      `${OWED} -90 money`,
    ]);
    expect(of('recovery.written_off')).toEqual([
      'rfd_1/written-off',
      'expenses:write-offs 90 money',
      `${OWED} -90 money`,
    ]);
  });

  it('of freight: each bears his part of a pickup; a parcel sent by himself is the buyer’s', () => {
    const claim = { ...facts, claimId: 'clm_1', insurerPays: 1935, buyerPays: 65, merchantPays: 0 };
    expect(written(bookingsOf({ type: 'claim.settled', data: { ...claim, method: 'pickup' } }))).toEqual([
      [
        'clm_1',
        'liabilities:insurer 1935 money',
        'assets:receivables:buyers 65 money',
        'liabilities:carriers -2000 money',
      ],
    ]);
    expect(written(bookingsOf({ type: 'claim.settled', data: { ...claim, method: 'self_ship' } }))).toEqual([
      ['clm_1', 'liabilities:insurer 1935 money', 'liabilities:balances:buyers -1935 money'],
    ]);
  });

  it('are none for what moves no money', () => {
    expect(bookingsOf({ type: 'after_sale.approved', data: facts })).toEqual([]);
    expect(BOOKED_TYPES).not.toContain('after_sale.approved');
    expect(bookingsOf({ type: 'refund.succeeded', data: { ...facts, refundId: 'r', lines: [] } })).toEqual([]);
  });

  it('balance, whatever was paid', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ paymentId: fc.string(), tender, amount: minor })),
        fc.array(fc.record({ paid: fc.record({ platformDiscount: minor, points: minor }) })),
        (payments, lines) => {
          for (const booking of bookingsOf({ type: 'order.paid', data: { ...facts, payments, lines } })) {
            if (booking.kind !== 'entry') continue;
            expect(booking.postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
          }
        },
      ),
    ));
});
