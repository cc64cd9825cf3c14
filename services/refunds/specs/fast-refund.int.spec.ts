import { accountAggregate, buyerCreditAggregate, standingOf } from '@amends/domain/refunds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { accountOf, creditStream } from '../src/application/streams';
import { EACH, PROCESSES, startedProcesses, ticketOf, type Process, type Processes, type Ticket } from './processes';

const TICKETS = 200;

let running: Processes;
beforeAll(async () => {
  running = await startedProcesses();
});
afterAll(() => running.stop());
beforeEach(() => running.change({}));

const on = (n: number): Process => running.on(n);
const change: Processes['change'] = (over) => running.change(over);
const approve: Processes['approve'] = (process, ticket) => running.approve(process, ticket);
const scan: Processes['scan'] = (process, ticket) => running.scan(process, ticket);

/** How many of the tickets came to each stage, by the database. */
const stages = async (all: readonly Ticket[]): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {};
  for (const { orderId } of all) {
    const found = await on(0).store.read(accountAggregate, accountOf(orderId));
    const stage = found?.state.fastRefunds[0]?.stage ?? 'none';
    counts[stage] = (counts[stage] ?? 0) + 1;
  }
  return counts;
};

describe('limits under 200 parallel approvals and scans', () => {
  const all = async (ofBuyer: (n: number) => string): Promise<readonly Ticket[]> => {
    const list = Array.from({ length: TICKETS }, (_, n) => ticketOf(ofBuyer(n)));
    await Promise.all(
      list.map(async (ticket, n) => {
        await approve(on(n), ticket);
        await Promise.all([scan(on(n + 1), ticket), scan(on(n + 2), ticket)]);
      }),
    );
    return list;
  };

  it('the exposure of a buyer is used up to the cent, and not exceeded', async () => {
    await change({ exposureLimit: 50 * EACH + 999 });
    const buyerId = `b-${randomUUID()}`;
    expect(await stages(await all(() => buyerId))).toEqual({ advancing: 50, denied: 150 });
    const credit = await on(0).store.read(buyerCreditAggregate, creditStream(buyerId));
    expect(credit && standingOf(credit.state).exposure).toBe(50 * EACH);
  }, 120_000);

  it('what is promised to one buyer in a day, and to all of them', async () => {
    await change({ buyerDailyLimit: 2 * EACH, dailyLimit: 90 * EACH });
    const run = randomUUID();
    const list = await all((n) => `b-${run}-${String(n % 50)}`);
    expect(await stages(list)).toEqual({ advancing: 90, denied: 110 });
    const promised = new Map<string, number>();
    for (const { orderId, buyerId } of list) {
      const found = await on(0).store.read(accountAggregate, accountOf(orderId));
      if (found?.state.fastRefunds[0]?.stage === 'advancing') promised.set(buyerId, (promised.get(buyerId) ?? 0) + 1);
    }
    expect(Math.max(...promised.values())).toBe(2);
  }, 120_000);
});

describe('the switch', () => {
  it('stops every process within a second, whatever they remember, and lets them go on', async () => {
    const list = Array.from({ length: 120 }, (_, n) => ticketOf(`b-${String(n)}-${randomUUID()}`));
    await Promise.all(list.map((ticket, n) => approve(on(n), ticket)));
    let offAt = Infinity;
    const advancedAt: number[] = [];
    const advancedOfLater: string[] = [];
    const scanAll = async (mine: readonly Ticket[], process: Process): Promise<void> => {
      for (const ticket of mine) {
        const beganAt = performance.now();
        await scan(process, ticket);
        const found = await process.store.read(accountAggregate, accountOf(ticket.orderId));
        if (found?.state.fastRefunds[0]?.stage !== 'advancing') continue;
        advancedAt.push(performance.now());
        if (beganAt > offAt) advancedOfLater.push(ticket.afterSaleId);
      }
    };
    const scanning = running.processes.map((process, p) =>
      scanAll(
        list.filter((_, n) => n % PROCESSES === p),
        process,
      ),
    );
    while (advancedAt.length < PROCESSES * 2) await new Promise((wake) => setTimeout(wake, 1));
    await change({ enabled: false });
    offAt = performance.now();
    await Promise.all(scanning);

    const lateMs = Math.max(...advancedAt) - offAt;
    expect(lateMs).toBeLessThan(1000);
    expect(advancedOfLater).toEqual([]);
    const { advancing = 0, released = 0 } = await stages(list);
    expect(advancing).toBeGreaterThanOrEqual(PROCESSES * 2);
    expect([advancing + released, released > 0]).toEqual([list.length, true]);

    await change({});
    const later = ticketOf(`b-${randomUUID()}`);
    await approve(on(1), later);
    await scan(on(2), later);
    expect(await stages([later])).toEqual({ advancing: 1 });
  }, 60_000);
});

describe('a trial', () => {
  it('records what it would have done, and promises nothing', async () => {
    await change({ shadow: true, amountLimit: EACH });
    const ticket = ticketOf(`b-${randomUUID()}`);
    await approve(on(0), ticket);
    await scan(on(1), ticket);
    const found = await on(0).store.read(accountAggregate, accountOf(ticket.orderId));
    expect(found?.state.fastRefunds).toMatchObject([
      { stage: 'denied', decision: { shadow: true, because: [], inputs: { amount: EACH, type: 'return_refund' } } },
    ]);
    const page = await on(0).store.list(accountAggregate, {
      kind: 'fast_refund_decision',
      where: { type: 'shadow', buyerId: ticket.buyerId },
      limit: 10,
    });
    expect(page.items.map(({ id }) => id)).toEqual([ticket.afterSaleId]);
  });
});
