import { isTransient, TooMuchContention } from '@amends/platform/event-store';
import type { Log, Metrics } from '@amends/platform/observability';
import { reasonOf } from './chunk';
import type { Consumer } from './consumer';
import { HandledElsewhere } from './inbox';

const LANES = 50;
const IDLE_MS = 1000;
const RETRY_MS = 100;
const ATTEMPTS = 5;
const COUNT_EVERY_MS = 5000;

/** Tries messages again that were set aside because something had not been heard yet, and those an operator released. */
export class Redriver {
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private countedAt = 0;
  private readonly faults = new Map<string, number>();

  constructor(
    private readonly consumer: Consumer,
    private readonly log: Log,
    private readonly metrics?: Pick<Metrics, 'parked'>,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.consumer.parkedSomething.all();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.round();
      } catch (error) {
        this.log.warn('redriver.waits', { reason: reasonOf(error) });
        await pause(IDLE_MS);
      }
    }
  }

  private async round(): Promise<void> {
    const { parked } = this.consumer;
    const since = this.consumer.parkedSomething.count;
    const heads = await parked.heads(LANES);
    await this.measure();
    const due = heads.filter(({ inMs }) => inMs === 0);
    for (const { lane } of due) await this.retry(lane);
    if (due.length > 0) return;
    await this.consumer.parkedSomething.within(Math.min(heads[0]?.inMs ?? IDLE_MS, IDLE_MS), since);
  }

  private async retry(lane: string): Promise<void> {
    try {
      await this.consumer.retry(lane);
      this.faults.delete(lane);
    } catch (error) {
      if (isTransient(error) || error instanceof TooMuchContention || error instanceof HandledElsewhere) {
        await pause(RETRY_MS);
        return;
      }
      const faults = (this.faults.get(lane) ?? 0) + 1;
      this.faults.set(lane, faults);
      await pause(RETRY_MS);
      if (faults < ATTEMPTS) return;
      this.faults.delete(lane);
      await this.consumer.stop(lane, reasonOf(error));
    }
  }

  private async measure(): Promise<void> {
    if (this.metrics === undefined || Date.now() - this.countedAt < COUNT_EVERY_MS) return;
    this.countedAt = Date.now();
    this.metrics.parked.set(await this.consumer.parked.count());
  }
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
