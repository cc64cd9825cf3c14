import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Armer, deadlineIdOf } from './armer';
import { Firing, type FiringParts } from './firing';
import { Sweeper } from './sweeper';

export type TimersParts = FiringParts &
  Readonly<{
    redisUrl: string;
    /** Names the queue in Redis; one per service. */
    service: string;
  }>;

const CONCURRENCY = 100;
const LOG_OUTAGES_MS = 10_000;
const STOP_WITHIN_MS = 3000;
const RECONNECT_STEP_MS = 50;
const RECONNECT_MOST_MS = 2000;

/** Everything that wakes the deadlines of a service: PostgreSQL decides, Redis only wakes. */
export class Timers {
  private readonly commands: Redis;
  private readonly blocking: Redis;
  private readonly queue: Queue;
  private readonly worker: Worker;
  private readonly armer: Armer;
  private readonly sweeper: Sweeper;
  private loggedAt = 0;
  private stopped = false;

  constructor(private readonly parts: TimersParts) {
    const { redisUrl, service, pool, clock, log } = parts;
    // Commands wait for a Redis that is down: the armer has time, since the sweeper needs no Redis.
    const patient = { maxRetriesPerRequest: null, retryStrategy: (times: number) => this.reconnectDelay(times) };
    this.commands = new Redis(redisUrl, patient);
    this.blocking = new Redis(redisUrl, patient);
    // BullMQ must see the version of Redis: for an unknown one it rounds waits up to whole seconds.
    const named = { prefix: 'amends' };
    const name = `deadlines-${service}`;
    this.queue = new Queue(name, { ...named, connection: this.commands });
    const firing = new Firing(parts);
    this.worker = new Worker(name, ({ id }) => firing.fire(deadlineIdOf(id ?? ''), 'job'), {
      ...named,
      connection: this.blocking,
      concurrency: CONCURRENCY,
      autorun: false,
    });
    this.armer = new Armer({
      pool,
      redis: this.commands,
      queue: this.queue,
      epochKey: `amends:${name}:epoch`,
      clock,
      log,
    });
    this.sweeper = new Sweeper({ pool, clock, firing, log });
    const outage = (error: Error) => this.logOutage(error);
    this.commands.on('error', outage);
    this.blocking.on('error', outage);
    this.queue.on('error', outage);
    this.worker.on('error', outage);
    this.worker.on('failed', (job, error) => log.error('deadline.failed', error, { jobId: job?.id }));
  }

  /** Begins to arm and to fire. A Redis that is down is waited for in the background. */
  start(): void {
    this.worker.run().catch((error: unknown) => this.logOutage(error));
    this.armer.start();
    this.sweeper.start();
  }

  /** After a move of the clock: fires at once what is due now, and arms the rest with its new delays. */
  async resync(): Promise<void> {
    await this.armer.disarmAll();
    this.sweeper.sweep(0);
  }

  /** Ends after what is being fired. */
  async stop(): Promise<void> {
    this.stopped = true;
    const armer = this.armer.stop();
    await this.sweeper.stop();
    await within(STOP_WITHIN_MS, this.worker.close());
    await within(STOP_WITHIN_MS, this.queue.close());
    this.commands.disconnect(); // Lets go of what waits for a Redis that is down.
    this.blocking.disconnect();
    // What BullMQ itself waits with for a first connection is not let go: it ends with the process.
    await within(STOP_WITHIN_MS, armer);
  }

  /** Holds for BullMQ's own copies of the connections too: none of them outlives a stop. */
  private reconnectDelay(times: number): number | null {
    return this.stopped ? null : Math.min(times * RECONNECT_STEP_MS, RECONNECT_MOST_MS);
  }

  private logOutage(error: unknown): void {
    if (Date.now() - this.loggedAt < LOG_OUTAGES_MS) return;
    this.loggedAt = Date.now();
    this.parts.log.error('deadlines.redis_unusable', error);
  }
}

/** Waits for something that may hang while Redis is down. */
const within = async (ms: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
};
