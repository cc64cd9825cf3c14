import { Redis } from 'ioredis';

/** Several times as long as any part of the product may be away. */
const HINT_SECONDS = 300;
/** Bounds what a Redis that hangs can cost; one that is down refuses at once. */
const ANSWER_MS = 500;
const CONNECT_MS = 1000;
const RECONNECT_MOST_MS = 2000;
/** Until then another service may still be without Redis, and leave no notes. */
const SETTLED_MS = 2 * RECONNECT_MOST_MS;

/** What a look for a note can end with. */
export type Hint = Readonly<{ eventId: string }> | 'none' | 'unknown';

/** Where services tell each other what has just happened. Only a hint: without Redis nobody waits, and nothing is lost. */
export class RedisHints {
  private readonly redis: Redis;
  private readyAt = 0;

  constructor(
    url: string,
    private readonly prefix = 'amends:',
  ) {
    this.redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: ANSWER_MS,
      enableAutoPipelining: true,
      retryStrategy: (attempt) => Math.min(100 * attempt, RECONNECT_MOST_MS),
    });
    this.redis.on('ready', () => (this.readyAt = performance.now()));
    this.redis.on('error', () => undefined); // Readiness says it; requests go on.
  }

  /** Connects; a Redis that is down or hangs is waited for in the background. */
  async start(): Promise<void> {
    const connected = this.redis.connect().catch(() => undefined);
    await Promise.race([connected, new Promise((wake) => setTimeout(wake, CONNECT_MS))]);
  }

  /** Tells that `source` has just said this about the key. */
  async tell(source: string, key: string, eventId: string): Promise<void> {
    await this.redis.set(this.nameOf(source, key), eventId, 'EX', HINT_SECONDS).catch(() => undefined);
  }

  /** The last that `source` said about the key in the last minutes; `unknown` while Redis is away, or was a moment ago. */
  async told(source: string, key: string): Promise<Hint> {
    const eventId = await this.redis.get(this.nameOf(source, key)).catch(() => null);
    if (eventId !== null) return { eventId };
    return this.redis.status === 'ready' && performance.now() - this.readyAt > SETTLED_MS ? 'none' : 'unknown';
  }

  /** @throws when Redis does not answer */
  async ping(): Promise<void> {
    await this.redis.ping();
  }

  close(): void {
    this.redis.disconnect();
  }

  private nameOf(source: string, key: string): string {
    return `${this.prefix}fresh:${source}:${key}`;
  }
}
