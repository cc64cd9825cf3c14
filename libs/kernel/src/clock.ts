import type { Instant } from './decider';

/** The domain's time. A port: one name is both the type and the injection token. */
export abstract class Clock {
  abstract now(): Instant;
}

/** Where random bytes come from. A port, so that a run can be repeated. */
export abstract class Randomness {
  abstract bytes(count: number): Uint8Array;
}
