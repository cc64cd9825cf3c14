import { Clock, later, Randomness, type Instant } from '@amends/kernel';

/** A clock that stands still until it is told to move. */
export class FixedClock extends Clock {
  constructor(private at: Instant = '2026-03-01T02:00:00.000Z') {
    super();
  }

  now(): Instant {
    return this.at;
  }

  /** Moves on by so many milliseconds. */
  advance(ms: number): void {
    this.at = later(this.at, ms);
  }
}

/** Bytes that count up, so that ids differ and every run has the same. */
export class CountedBytes extends Randomness {
  private count = 0;

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    new DataView(bytes.buffer).setUint32(Math.max(0, count - 4), ++this.count);
    return bytes;
  }
}
