import { expect, it } from '@jest/globals';
import { O1, play, T0 } from '../case/play-for-tests';
import { historyEntry, historyTotals, type HistoryEntry } from './history';

const NOTHING = { cash: 0, points: 0 };

it('tells what was asked for and what became of it', () => {
  const game = play(O1);
  game.apply('aft_1', { type: 'refund_only' });
  game.cancel('aft_1');
  expect(historyEntry(game.state(), 'aft_1', NOTHING)).toEqual({
    ...{ id: 'aft_1', orderId: 'ord_1', merchantId: 'merchant-1', type: 'refund_only' },
    ...{ reason: 'changed_mind', firstReason: 'changed_mind', status: 'cancelled_by_buyer' },
    ...{ outcome: 'cancelled_by_buyer', closeReason: null, currency: 'CNY', refunded: NOTHING },
    ...{ createdAt: T0, updatedAt: T0 },
  });
});

it.each([
  ['an open one is open', 'pending_merchant_review', 'open'],
  ['a rejected one may still be escalated', 'merchant_rejected', 'open'],
] as const)('%s', (_what, status, outcome) => {
  const game = play(O1);
  game.apply('aft_1', { type: 'refund_only' });
  if (status === 'merchant_rejected') game.reject('aft_1');
  expect(historyEntry(game.state(), 'aft_1', NOTHING)).toMatchObject({ status, outcome });
});

it('has no line for a ticket of another case', () => {
  expect(historyEntry(play(O1).state(), 'aft_1', NOTHING)).toBeUndefined();
});

it('adds up by type, outcome and currency', () => {
  const game = play(O1);
  game.apply('aft_1', { type: 'refund_only' });
  const some = historyEntry(game.state(), 'aft_1', { cash: 100, points: 3 });
  const entries = [
    {},
    { currency: 'USD', outcome: 'completed' },
    { type: 'exchange', refunded: { cash: 5, points: 0 } },
  ].map((over) => ({ ...some, ...over }) as HistoryEntry);
  expect(historyTotals(entries)).toEqual({
    tickets: 3,
    byType: { refund_only: 2, exchange: 1 },
    byOutcome: { open: 2, completed: 1 },
    refunded: [
      { currency: 'CNY', cash: 105, points: 3 },
      { currency: 'USD', cash: 100, points: 3 },
    ],
  });
});
