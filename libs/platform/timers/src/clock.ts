import { Clock, instant, type Instant } from '@amends/kernel';

/** The time of the machine. */
export class SystemClock extends Clock {
  now(): Instant {
    return instant(Date.now());
  }
}

/**
 * The machine's time plus an offset that only ever grows. It moves the domain's time and nothing else: tokens, network
 * time-outs and logs keep the machine's.
 */
export class DevelopmentClock extends Clock {
  private offset = 0;
  private readonly movedListeners: (() => void)[] = [];

  now(): Instant {
    return instant(Date.now() + this.offset);
  }

  /** How far it is ahead of the machine, in milliseconds. */
  get offsetMs(): number {
    return this.offset;
  }

  /** Goes to this offset if it lies ahead; answers whether it moved. */
  moveTo(offsetMs: number): boolean {
    if (!(offsetMs > this.offset)) return false;
    this.offset = offsetMs;
    for (const listener of this.movedListeners) listener();
    return true;
  }

  /** Calls the listener after every move. */
  onMoved(listener: () => void): void {
    this.movedListeners.push(listener);
  }
}
