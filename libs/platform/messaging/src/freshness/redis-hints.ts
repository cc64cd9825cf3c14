import { Redis } from 'ioredis';

/** Longer than any part of the product may be away. */
const HINT_SECONDS = 120;
/** Bounds what a Redis that hangs can cost; one that is down refuses at once. */
const ANSWER_MS = 250;
const CONNECT_MS = 1000;

/** Where services tell each other what has just happened. Only a hint: without Redis nobody waits, and nothing is lost. */
export class RedisHints {
  private readonly redis: Redis;

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
      retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
    });
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

  /** The last that `source` said about the key in the last minutes. @throws when Redis does not answer */
  async told(source: string, key: string): Promise<string | undefined> {
    return (await this.redis.get(this.nameOf(source, key))) ?? undefined;
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
