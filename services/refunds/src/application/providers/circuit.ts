const OPENS_AFTER = 20;
const REST_MS = 5000;

/**
 * Stops calling somebody who has not answered so often in a row, for some seconds; then lets one call through, and more
 * once that is answered. Time is the machine's: it is about the network, not about the domain.
 */
export class Circuit {
  private silences = 0;
  private openUntilMs = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Whether a call may be made now. */
  isClosed(): boolean {
    if (this.silences < OPENS_AFTER) return true;
    if (this.nowMs() < this.openUntilMs) return false;
    this.openUntilMs = this.nowMs() + REST_MS;
    return true;
  }

  /** Says how a call ended. */
  note(answered: boolean): void {
    this.silences = answered ? 0 : this.silences + 1;
    if (this.silences >= OPENS_AFTER) this.openUntilMs = this.nowMs() + REST_MS;
  }
}
