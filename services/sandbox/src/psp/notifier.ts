import { randomUUID } from 'node:crypto';
import type { Callbacks } from '../delivery/callbacks';
import type { Notification, Psp } from './psp';

const LOOK_EVERY_MS = 200;
/** A notification that nobody takes is sent again so often, then given up: the product asks by itself. */
const TRIES = 8;

/** Ends pending refunds when their time has come, and tells the product. */
export class Notifier {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly psp: Psp,
    private readonly callbacks: Callbacks,
  ) {}

  start(): void {
    this.timer = setTimeout(() => void this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Sends a notification as many times as it says, each until it is taken. */
  async send({ type, refund, times }: Notification): Promise<void> {
    for (let sent = 0; sent < times; sent++) await this.tell({ type, ...refund });
  }

  /** Tells the product something, until it is taken. */
  async tell(what: object): Promise<void> {
    const id = `msg_${randomUUID()}`;
    for (let tries = 0; tries < TRIES; tries++) {
      if (await this.callbacks.notify(id, what)) break;
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** tries));
    }
  }

  private async look(): Promise<void> {
    try {
      for (const notification of await this.psp.endPending()) void this.send(notification);
    } catch {
      // The database is away: what is due stays due.
    }
    this.start();
  }
}
