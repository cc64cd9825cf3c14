import { isRefusal } from '@amends/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { handle, NameTaken, type PgEventStore, type Unit } from '../src';
import { account, accountDecider, type AccountCommand } from './account';
import { metadata, openStore, type OpenedStore } from './opened-store';

let opened: OpenedStore;
beforeAll(async () => {
  opened = await openStore();
});
afterAll(() => opened.close());

const at = '2026-03-01T02:00:00.000Z';
const open = (id: string): AccountCommand => ({ type: 'Open', data: { id, owner: 'b1', at } });
const credit = (amount: number, times = 1): AccountCommand => ({ type: 'Credit', data: { amount, times } });
const run = (store: PgEventStore, streamId: string, command: AccountCommand) =>
  store.run(metadata, (unit) => handle(unit, accountDecider, streamId, command));
const openedAccount = async (id: string = randomUUID()): Promise<string> => {
  await run(opened.store, id, open(id));
  return id;
};
const versionsOf = async (streamId: string) => (await opened.store.events(streamId)).map(({ version }) => version);

describe('a command', () => {
  it('appends its events, the state, the listing, and answers the new version', async () => {
    const id = randomUUID();
    const handled = await run(opened.store, id, open(id));
    expect(handled).toMatchObject({ version: 1, state: { id } });
    await run(opened.store, id, credit(5, 2));
    expect(await opened.store.read(account, id)).toMatchObject({ version: 3, state: { balance: 10, entries: 2 } });
    const events = await opened.store.events(id);
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['account.opened', 1],
      ['account.credited', 2],
      ['account.credited', 3],
    ]);
    expect(events[0]).toMatchObject({ metadata, at, schemaVersion: 1, category: 'account', partitionKey: id });
    const { rows } = await opened.pool.query('SELECT status, buyer_id FROM es.listings WHERE id = $1', [id]);
    expect(rows).toEqual([{ status: 'funded', buyer_id: 'b1' }]);
  });

  it('that is refused appends nothing', async () => {
    const id = randomUUID();
    expect(await run(opened.store, id, credit(1))).toMatchObject({ refused: 'not_open' });
    expect(await opened.store.read(account, id)).toBeUndefined();
    expect(await opened.store.events(id)).toEqual([]);
  });

  it('sees what its own unit has appended', async () => {
    const id = randomUUID();
    await opened.store.run(metadata, async (unit) => {
      await handle(unit, accountDecider, id, open(id));
      await handle(unit, accountDecider, id, credit(3));
      expect(await unit.load(account, id)).toMatchObject({ version: 2, state: { balance: 3 } });
    });
    expect(await versionsOf(id)).toEqual([1, 2]);
  });

  it('that throws appends nothing', async () => {
    const id = await openedAccount();
    const failing = opened.store.run(metadata, async (unit) => {
      await handle(unit, accountDecider, id, credit(3));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await versionsOf(id)).toEqual([1]);
  });
});

describe('writers of one stream', () => {
  it('lose nothing, from two processes, 200 at once', async () => {
    const id = await openedAccount();
    const other = opened.another();
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        // Another process may be faster eight times in a row: its client would try again.
        for (;;) {
          try {
            return await run(index % 2 === 0 ? opened.store : other, id, credit(1));
          } catch (error) {
            if (!(error instanceof Error && error.name === 'TooMuchContention')) throw error;
          }
        }
      }),
    );
    expect(await opened.store.read(account, id)).toMatchObject({ version: 201, state: { balance: 200 } });
    expect(await versionsOf(id)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
  });

  it('create it once', async () => {
    const id = randomUUID();
    const answers = await Promise.all(
      [opened.store, opened.another(), opened.another()].map((store) => run(store, id, open(id))),
    );
    expect(answers.filter(isRefusal)).toHaveLength(2);
    expect(await versionsOf(id)).toEqual([1]);
  });

  it('are refused on the newest state only, however old what they remember', async () => {
    const id = randomUUID();
    const late = opened.another();
    await run(opened.store, id, open(id));
    expect(await late.read(account, id)).toMatchObject({ version: 1 });
    await run(opened.store, id, { type: 'AnnounceClosing', data: { closesAt: at } });
    const seen = await late.run(metadata, (unit) => unit.load(account, id));
    expect(seen).toMatchObject({ version: 2, state: { closesAt: at } });
  });
});

describe('a unit of several streams', () => {
  const move = async (unit: Unit, from: string, to: string) => {
    await handle(unit, accountDecider, from, credit(-1));
    await handle(unit, accountDecider, to, credit(1));
  };

  it('is written whole or not at all, from two processes, in all directions', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => openedAccount()));
    const stores = [opened.store, opened.another()];
    const moves = Array.from({ length: 120 }, (_, index) => {
      const [from, to] = [ids[index % 4], ids[(index * 7 + 1) % 4]];
      const store = stores[index % 2];
      if (from === undefined || to === undefined || store === undefined || from === to)
        return Promise.resolve('skipped');
      return store
        .run(metadata, (unit) => move(unit, from, to))
        .then(
          () => 'moved',
          (error: unknown) => (error as Error).name,
        );
    });
    const outcomes = new Set(await Promise.all(moves));
    outcomes.delete('TooMuchContention');
    outcomes.delete('skipped');
    expect([...outcomes]).toEqual(['moved']);
    const states = await Promise.all(ids.map((id) => opened.store.read(account, id)));
    expect(states.reduce((sum, loaded) => sum + (loaded?.state.balance ?? Number.NaN), 0)).toBe(0);
    for (const id of ids) {
      const versions = await versionsOf(id);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
  });

  it('decides on what it has only read, as it is when it is written', async () => {
    const [read, written] = [await openedAccount(), await openedAccount()];
    const other = opened.another();
    let first = true;
    const seen: number[] = [];
    await opened.store.run(metadata, async (unit) => {
      seen.push((await unit.load(account, read)).state.balance);
      if (first) await run(other, read, credit(7));
      first = false;
      await handle(unit, accountDecider, written, credit(1));
    });
    expect(seen).toEqual([0, 7]);
  });
});

describe('a unique name', () => {
  it('has one owner, and a unit that loses it leaves nothing behind', async () => {
    const name = `waybill:${randomUUID()}`;
    const claimers = await Promise.all(Array.from({ length: 10 }, () => openedAccount()));
    const outcomes = await Promise.allSettled(
      claimers.map((id, index) =>
        (index % 2 === 0 ? opened.store : opened.another()).run(metadata, async (unit) => {
          await handle(unit, accountDecider, id, credit(1));
          unit.claim(`${name}:${id}`, id);
          unit.claim(name, id);
        }),
      ),
    );
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(lost).toHaveLength(9);
    for (const error of lost) expect(error).toBeInstanceOf(NameTaken);
    const owner = await opened.store.run(metadata, (unit) => unit.lookup(name));
    for (const id of claimers) {
      expect((await versionsOf(id)).length).toBe(id === owner ? 2 : 1);
      expect(await opened.store.run(metadata, (unit) => unit.lookup(`${name}:${id}`))).toBe(
        id === owner ? id : undefined,
      );
    }
  });

  it('may be claimed again by its owner', async () => {
    const name = randomUUID();
    const claim = () => opened.store.run(metadata, async (unit) => unit.claim(name, 'me'));
    await claim();
    await claim();
    expect(await opened.store.run(metadata, (unit) => unit.lookup(name))).toBe('me');
  });
});

describe('a deadline', () => {
  const rows = async (streamId: string) =>
    (
      await opened.pool.query('SELECT name, token, status FROM tmr.deadlines WHERE stream_id = $1 ORDER BY token', [
        streamId,
      ])
    ).rows;

  it('is armed, closed and started anew with the events', async () => {
    const id = await openedAccount();
    const closesAt = '2026-03-05T00:00:00.000Z';
    await run(opened.store, id, { type: 'AnnounceClosing', data: { closesAt } });
    expect(await rows(id)).toEqual([{ name: 'closing', token: 1, status: 0 }]);
    await run(opened.store, id, { type: 'WithdrawClosing', data: { at } });
    expect(await rows(id)).toEqual([{ name: 'closing', token: 1, status: 1 }]);
    await run(opened.store, id, { type: 'AnnounceClosing', data: { closesAt } });
    expect(await rows(id)).toEqual([
      { name: 'closing', token: 1, status: 1 },
      { name: 'closing', token: 2, status: 0 },
    ]);
  });
});

describe('the application’s role', () => {
  it.each(['UPDATE es.events SET type = type', 'DELETE FROM es.events', 'TRUNCATE es.events'])(
    'may not %s',
    async (statement) => {
      await expect(opened.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );
});

describe('a unit that PostgreSQL does not take', () => {
  it('does not take others down with it', async () => {
    const [good, bad] = [await openedAccount(), await openedAccount()];
    const outcomes = await Promise.allSettled([
      run(opened.store, good, credit(1)),
      opened.store.run(metadata, async (unit) => {
        await handle(unit, accountDecider, bad, credit(1));
        unit.claim('a\u0000b', 'me');
      }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await versionsOf(good)).toEqual([1, 2]);
    expect(await versionsOf(bad)).toEqual([1]);
  });
});
