import { describe, expect, it } from '@jest/globals';
import type { JournalLine } from './books';
import { decimal, journalText, type JournalFormat } from './journal-texts';

const line = (over: Partial<JournalLine>): JournalLine => ({
  position: '1',
  eventId: 'e1',
  type: 'refund_leg.succeeded',
  orderId: 'ord_1',
  ref: 'rfd_1-1',
  account: 'assets:provider',
  currency: 'CNY',
  amount: -1234,
  at: new Date('2026-03-01T02:00:00.000Z'),
  ...over,
});

const text = async (lines: readonly JournalLine[], format: JournalFormat): Promise<string> => {
  async function* pages() {
    await Promise.resolve();
    yield lines;
  }
  let whole = '';
  for await (const part of journalText(pages(), format)) whole += part;
  return whole;
};

describe('an amount', () => {
  it.each([
    [-1234, 'CNY', '-12.34'],
    [5, 'EUR', '0.05'],
    [1234, 'JPY', '1234'],
    [-1, 'KWD', '-0.001'],
    [0, 'CNY', '0.00'],
    [7, 'points', '7'],
  ])('of %i %s is %s', (amount, currency, expected) => expect(decimal(amount, currency)).toBe(expected));
});

describe('the journal', () => {
  it('as CSV keeps text text', async () => {
    const lines = [line({}), line({ account: '=1+1', ref: 'a,"b"' })];
    expect((await text(lines, 'csv')).split('\r\n')).toEqual([
      'date,time,event,type,order,reference,account,currency,amount',
      '2026-03-01,02:00:00.000Z,e1,refund_leg.succeeded,ord_1,rfd_1-1,assets:provider,CNY,-12.34',
      `2026-03-01,02:00:00.000Z,e1,refund_leg.succeeded,ord_1,"a,""b""",'=1+1,CNY,-12.34`,
      '',
    ]);
  });

  it('for hledger is one transaction per event', async () => {
    const lines = [line({}), line({ account: 'liabilities:escrow:a shop;x', amount: 1234 }), line({ eventId: 'e2' })];
    expect((await text(lines, 'hledger')).split('\n')).toEqual([
      '',
      '2026-03-01 refund_leg.succeeded  ; ord_1 e1',
      '    assets:provider  -12.34 CNY',
      '    liabilities:escrow:a_shop_x  12.34 CNY',
      '',
      '2026-03-01 refund_leg.succeeded  ; ord_1 e2',
      '    assets:provider  -12.34 CNY',
      '',
    ]);
  });
});
