import { createMetrics, type Log } from '@amends/platform/observability';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Pool, QueryConfig } from 'pg';
import { handle, Relisting, type PgEventStore, type RelistingParts } from '../src';
import { account, accountDecider, type AccountCommand } from './account';
import { metadata, openStore, type OpenedStore } from './opened-store';

/** The release before: it lists nothing. */
const before: typeof accountDecider = { ...accountDecider, aggregate: { ...account, listings: () => [] } };
/** The release after it: it lists accounts. */
const listed = { ...account, revision: 2 };
const after = { ...accountDecider, aggregate: listed };
const AT = '2026-03-01T02:00:00.000Z';

let opened: OpenedStore;
let owner: string;
beforeAll(async () => {
  opened = await openStore();
});
afterAll(() => opened.close());
beforeEach(async () => {
  owner = `b-${randomUUID()}`;
  await opened.admin.query('TRUNCATE es.streams, es.events, es.listings');
});

const send = async (store: PgEventStore, by: typeof before, id: string, command: AccountCommand): Promise<void> => {
  await store.run(metadata, (unit) => handle(unit, by, id, command));
};
const open = async (count: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, () => randomUUID());
  const store = opened.another();
  await Promise.all(ids.map((id) => send(store, before, id, { type: 'Open', data: { id, owner, at: AT } })));
  return ids;
};
const credit = (store: PgEventStore, by: typeof before, id: string): Promise<void> =>
  send(store, by, id, { type: 'Credit', data: { amount: 5 } });

const told: string[] = [];
const log: Log = {
  debug: () => undefined,
  info: (event, fields) => void told.push(`${event} ${JSON.stringify({ ...fields, ms: undefined })}`),
  warn: () => undefined,
  error: (event, _, fields) => void told.push(`${event} ${JSON.stringify(fields)}`),
};
beforeEach(() => void told.splice(0));

const relisting = (over: Partial<RelistingParts> = {}): Relisting =>
  new Relisting({ pool: opened.pool, aggregates: [listed], log, streamsPerSecond: 100_000, ...over });

/** Every stream's own list row, as the status that it shows; undefined where there is none. */
const rows = async (ids: readonly string[]): Promise<readonly (string | undefined)[]> => {
  const found = await opened.admin.query<{ id: string; status: string }>(
    'SELECT id, status FROM es.listings WHERE buyer_id = $1',
    [owner],
  );
  const statuses = new Map(found.rows.map(({ id, status }) => [id, status]));
  return ids.map((id) => statuses.get(id));
};
const all = (ids: readonly string[], status: string | undefined) => ids.map(() => status);
const revisions = async (): Promise<readonly number[]> => {
  const { rows: found } = await opened.admin.query<{ revision: number }>(
    'SELECT DISTINCT revision FROM es.streams ORDER BY revision',
  );
  return found.map(({ revision }) => revision);
};

describe('streams that older code has listed', () => {
  it('are listed anew page by page, told in the log and the metrics, and once', async () => {
    const ids = await open(250);
    expect(await rows(ids)).toEqual(all(ids, undefined));
    const metrics = createMetrics('test', false);
    expect(await relisting({ metrics }).run()).toBe(250);
    expect(await rows(ids)).toEqual(all(ids, 'empty'));
    expect(await revisions()).toEqual([2]);
    expect(told).toEqual([
      'streams.relisting {"category":"account","revision":2,"left":250}',
      'streams.relisted {"category":"account","revision":2,"done":250}',
    ]);
    const text = await metrics.registry.metrics();
    expect(text).toContain('amends_streams_to_relist{category="account",service="test"} 0');
    expect(text).toContain('amends_streams_relisted_total{category="account",service="test"} 250');
    expect(await relisting().run()).toBe(0);

    const page = await opened.another().list(listed, { kind: 'account', where: { buyerId: owner }, limit: 100 });
    expect([page.items.length, page.items[0]?.state.owner]).toEqual([100, owner]);
  });

  it('are found again where somebody writes between the page that is read and the one that is written', async () => {
    const ids = await open(3);
    const [first = '', second = ''] = ids;
    let isFirstTime = true;
    const pool = meddling(async () => {
      if (!isFirstTime) return;
      isFirstTime = false;
      await credit(opened.another(), before, first); // A process of the release before.
      await credit(opened.another(), after, second);
    });
    expect(await relisting({ pool }).run()).toBe(2);
    expect(await rows(ids)).toEqual(['funded', 'funded', 'empty']);
    expect(await revisions()).toEqual([2]);
  });

  it('lose nothing to writers of both releases, nor writers to them', async () => {
    const ids = await open(120);
    let writing = 4;
    const writers = [before, after, before, after].map(async (by, first) => {
      const store = opened.another();
      for (let n = 0; n < 40; n++) await credit(store, by, ids[(first * 10 + n) % 40] ?? '');
      writing -= 1;
    });
    let done = 0;
    while (writing > 0) done += await relisting().run();
    await Promise.all(writers);
    await relisting().run(); // What the release before has written last.
    expect(done).toBeGreaterThan(120); // Some of them again.
    expect(await revisions()).toEqual([2]);
    expect(await rows(ids)).toEqual(ids.map((_, n) => (n < 40 ? 'funded' : 'empty')));
    const { rows: states } = await opened.admin.query<{ balance: number; version: number }>(
      `SELECT (state ->> 'balance')::int AS balance, version FROM es.streams WHERE version > 1`,
    );
    expect(states).toEqual(Array.from({ length: 40 }, () => ({ balance: 20, version: 5 })));
  });

  it('are listed in full by the next append of newer code, whatever that changes', async () => {
    const [id = ''] = await open(1);
    await send(opened.another(), after, id, { type: 'Credit', data: { amount: 0 } });
    expect(await rows([id])).toEqual(['empty']);
  });

  it('are left where they cannot be folded, and keep nobody else waiting', async () => {
    const ids = await open(5);
    const [broken = '', ...others] = ids;
    const fails = {
      ...listed,
      evolve: (...[state, event]: Parameters<typeof account.evolve>) => {
        if (event.type === 'account.opened' && event.data.id === broken) throw new Error('unreadable');
        return account.evolve(state, event);
      },
    };
    expect(await relisting({ aggregates: [fails] }).run()).toBe(4);
    expect(await rows(ids)).toEqual([undefined, ...all(others, 'empty')]);
    expect(told).toContain(`stream.not_relisted {"streamId":"${broken}"}`);
  });

  it('of a newer release are not touched by an older one', async () => {
    const ids = await open(2);
    await relisting().run();
    expect(await relisting({ aggregates: [{ ...account, listings: () => [] }] }).run()).toBe(0);
    expect([await revisions(), await rows(ids)]).toEqual([[2], all(ids, 'empty')]);
  });
});

describe('a process that lists anew', () => {
  it('keeps to its pace, ends when it is told, and another goes on where it was', async () => {
    const ids = await open(250);
    const slow = relisting({ streamsPerSecond: 200 }).start(); // 100 at once, and half a second for each 100.
    await new Promise((wake) => setTimeout(wake, 250));
    await slow.stop();
    const listedNow = (await rows(ids)).filter((status) => status !== undefined).length;
    expect(listedNow).toBe(100);
    expect(await relisting().run()).toBe(150);
    expect(await rows(ids)).toEqual(all(ids, 'empty'));
  });

  it('leaves the work to the one that is at it', async () => {
    await open(150);
    const results = await Promise.all([relisting().run(), relisting().run()]);
    expect(results[0] + results[1]).toBe(150);
    const holder = await opened.admin.connect();
    await open(10);
    await holder.query('SELECT pg_advisory_lock(7264302)');
    expect(await relisting().run()).toBe(0);
    await holder.query('SELECT pg_advisory_unlock(7264302)');
    holder.release();
    expect(await relisting().run()).toBe(10);
  });
});

/** The pool, with something that happens just before a page is written. */
const meddling = (meddle: () => Promise<void>): Pool =>
  ({
    connect: async () => {
      const client = await opened.pool.connect();
      const query = async (config: QueryConfig | string, values?: unknown[]) => {
        if (typeof config === 'object' && config.name === 'es-write-relisted') await meddle();
        return typeof config === 'object' ? client.query(config) : client.query(config, values);
      };
      return { query, release: () => client.release() };
    },
  }) as unknown as Pool;
