import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { handle, type ScanQuery } from '../src';
import { account, accountDecider } from './account';
import { metadata, openStore, type OpenedStore } from './opened-store';

const TIMES = ['2026-03-01T02:00:00.000Z', '2026-03-01T03:00:00.000Z', '2026-03-01T04:00:00.000Z'];

let opened: OpenedStore;
const ids: string[] = [];
beforeAll(async () => {
  opened = await openStore();
  for (const at of TIMES) ids.push(await open('b1', at));
  await open('b2', '2026-03-01T03:00:00.000Z');
});
afterAll(() => opened.close());

const open = async (owner: string, at: string): Promise<string> => {
  const id = randomUUID();
  const command = { type: 'Open', data: { id, owner, at } } as const;
  await opened.store.run(metadata, (unit) => handle(unit, accountDecider, id, command));
  return id;
};

const scanned = async (query: Omit<ScanQuery, 'kind'>): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { id } of opened.store.scan(account, { kind: 'account', ...query })) found.push(id);
  return found;
};

it('finds all of one owner, the oldest first', async () => {
  expect(await scanned({ of: { buyerId: 'b1' } })).toEqual(ids);
});

it('counts the first instant of a period, and not its last', async () => {
  const [createdFrom = '', , createdBefore = ''] = TIMES;
  expect(await scanned({ of: { buyerId: 'b1' }, createdFrom, createdBefore })).toEqual(ids.slice(0, 2));
});

it('goes on over its pages, with the state of each', async () => {
  const at = '2026-03-02T00:00:00.000Z';
  await opened.store.run(metadata, async (unit) => {
    for (let i = 0; i < 501; i++) {
      const id = randomUUID();
      await handle(unit, accountDecider, id, { type: 'Open', data: { id, owner: 'many', at } });
    }
  });
  const found: string[] = [];
  for await (const { id, state, version } of opened.store.scan(account, { kind: 'account', of: { buyerId: 'many' } })) {
    expect([state.id, version]).toEqual([id, 1]);
    found.push(id);
  }
  expect(new Set(found).size).toBe(501);
});

it('folds again what older code has folded', async () => {
  const newer = {
    ...account,
    revision: 2,
    evolve: (state: Parameters<typeof account.evolve>[0], event: Parameters<typeof account.evolve>[1]) => ({
      ...account.evolve(state, event),
      balance: 7,
    }),
  };
  for await (const { state } of opened.another().scan(newer, { kind: 'account', of: { buyerId: 'b2' } }))
    expect(state.balance).toBe(7);
  expect.assertions(1);
});
