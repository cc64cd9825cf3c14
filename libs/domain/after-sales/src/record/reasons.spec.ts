import { expect, it } from '@jest/globals';
import { line, O1, play } from '../case/play-for-tests';
import { added, reasonsOfTicket } from './reasons';

/** What is counted, without the texts. */
const counts = (...args: Parameters<typeof reasonsOfTicket>) =>
  reasonsOfTicket(...args).map(({ sku, reason, dimension, tickets, units }) => [
    sku,
    reason,
    dimension,
    tickets,
    units,
  ]);

it('counts the units of each SKU of a ticket, on the dimension of its reason', () => {
  const game = play([
    line(1, 2, 8000, { sku: 'LAMP' }),
    line(2, 3, 500, { sku: 'BULB' }),
    line(3, 1, 500, { sku: 'BULB' }),
  ]);
  game.apply('aft_1', {
    type: 'refund_only',
    reason: 'material_mismatch',
    evidenceIds: ['evd_1'],
    lines: [
      { lineNumber: 1, quantity: 2 },
      { lineNumber: 2, quantity: 3 },
      { lineNumber: 3, quantity: 1 },
    ],
  });
  expect(counts(game.state(), 'aft_1')).toEqual([
    ['BULB', 'material_mismatch', 'goods', 1, 4],
    ['LAMP', 'material_mismatch', 'goods', 1, 2],
  ]);
});

it('does not count again what a partial inspection has split off', () => {
  const game = play(O1);
  game.ship(3, 3);
  game.receiveLine(3);
  game.apply('aft_1', { lines: [{ lineNumber: 3, quantity: 3 }] });
  game.approve('aft_1');
  game.waybill('aft_1');
  game.receipt('aft_1', [[3, 1, 2, 0]]);
  const [childId = ''] = game.ticket('aft_1').childIds;
  expect(game.ticket(childId).lines).toEqual([{ lineNumber: 3, quantity: 2 }]);
  expect(counts(game.state(), childId)).toEqual([]);
  expect(counts(game.state(), 'aft_1')).toEqual([['SKU-3', 'changed_mind', 'service', 1, 3]]);
});

it('knows nothing of a ticket of another case', () => {
  expect(reasonsOfTicket(play(O1).state(), 'aft_1')).toEqual([]);
});

it('adds up over tickets, the most frequent first', () => {
  const about = { label: null, dimension: null } as const;
  const one = (sku: string, reason: string, units: number) => ({ sku, reason, ...about, tickets: 1, units });
  expect(added([one('A', 'slow', 1), one('B', 'slow', 5), one('A', 'lost', 9), one('A', 'slow', 2)])).toEqual([
    { sku: 'A', reason: 'slow', ...about, tickets: 2, units: 3 },
    { sku: 'A', reason: 'lost', ...about, tickets: 1, units: 9 },
    { sku: 'B', reason: 'slow', ...about, tickets: 1, units: 5 },
  ]);
});
