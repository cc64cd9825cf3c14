import { randomUUID } from 'node:crypto';
import type { Callbacks } from '../delivery/callbacks';
import type { Carrier, Scan, WaitingScan } from './carrier';

/** A scan that nobody took is told again so often. */
const LOOK_EVERY_MS = 1000;
const OVERDUE_SECONDS = 2;

/** Tells the product what the carrier scanned: at once, and again until it is taken. */
export class Messenger {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly carrier: Carrier,
    private readonly callbacks: Callbacks,
  ) {}

  start(): void {
    this.timer = setTimeout(() => void this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Writes the scan down and tells it; false for a pickup the carrier does not know. */
  async report(scan: Scan): Promise<boolean> {
    const waiting = await this.carrier.record(randomUUID(), scan);
    if (!waiting) return false;
    await this.tell(waiting);
    return true;
  }

  private async tell({ eventId, carrier, body }: WaitingScan): Promise<void> {
    if (await this.callbacks.scan(carrier, body)) await this.carrier.delivered(eventId);
  }

  private async look(): Promise<void> {
    try {
      for (const scan of await this.carrier.waiting(OVERDUE_SECONDS)) await this.tell(scan);
    } catch {
      // The database is away: what waits goes on waiting.
    }
    this.start();
  }
}
