import assert from 'node:assert/strict';
import { test } from 'node:test';
import { I3, I7 } from './invariants.mjs';

const line = (orderId, account, balance, unit = 'money') => ({ orderId, account, unit, balance });
const foundIn = (...books) => I3({ events: { refunds: [] }, books });

test('I3: the books of each order balance, in money and in points, and nothing leaves the fund that was not in it', () => {
  const paid = [line('ord_1', 'assets:provider', 500), line('ord_1', 'liabilities:escrow:m', -500)];
  assert.deepEqual(foundIn(...paid), []);
  assert.deepEqual(foundIn(...paid, line('ord_1', 'liabilities:points:buyers', 3, 'points')), [
    'order ord_1: its points is out of balance by 3',
  ]);
  assert.deepEqual(foundIn(line('ord_1', 'assets:advances', -90), line('ord_1', 'liabilities:escrow:m', 90)), [
    'order ord_1: -90 advanced',
  ]);
});

test('I3: a debt that is set off in another order is paid, and never more of it than there is', () => {
  const owed = (first, second) => [
    line('ord_1', 'assets:receivables:buyers', first),
    line('ord_1', 'assets:advances', -first),
    line('ord_2', 'assets:receivables:buyers', second),
    line('ord_2', 'liabilities:escrow:m', -second),
  ];
  const inFund = line('ord_1', 'assets:advances', 90);
  const without = (books) => books.filter(({ account }) => account !== 'assets:advances');
  assert.deepEqual(foundIn(...without(owed(90, -90)), line('ord_1', 'assets:bank', -90)), []);
  assert.deepEqual(foundIn(...without(owed(90, -91)), line('ord_1', 'assets:bank', -90)), ['buyers owe -1 of money']);
  assert.deepEqual(foundIn(inFund, line('ord_1', 'assets:bank', -90)), []);
});

test('I7: what was denied is listed, and nothing else as denied', () => {
  const denied = { id: 'e1', streamId: 's1', version: 1, type: 'application.denied', data: { denialId: 'den_1' } };
  const foundWith = (...listings) =>
    I7({
      events: { 'after-sales': [denied], refunds: [] },
      streams: { 'after-sales': [{ stream_id: 's1', version: 1 }], refunds: [] },
      ...{ listings, feed: [], isPublic: () => false },
    });
  const row = (id) => ({ kind: 'denial', id, status: null });
  assert.deepEqual(foundWith(row('den_1')), []);
  assert.equal(foundWith().length, 1);
  assert.deepEqual(foundWith(row('den_1'), row('den_2')), ['denial den_2 is listed, no event tells of it']);
});
