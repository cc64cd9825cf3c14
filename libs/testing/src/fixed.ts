import { Clock, later, type Instant } from '@amends/kernel';

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
