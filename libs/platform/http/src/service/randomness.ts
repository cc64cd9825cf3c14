import { Randomness } from '@amends/kernel';
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8192;

/** The system's random bytes, fetched a few thousand at a time: ids are made far more often than that is cheap. */
export class SystemRandomness extends Randomness {
  private readonly pool = new Uint8Array(POOL_BYTES);
  private used = POOL_BYTES;

  bytes(count: number): Uint8Array {
    if (this.used + count > POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    this.used += count;
    return this.pool.slice(this.used - count, this.used);
  }
}
