const LOOKS_AT = 20;
const OPENS_AT = 0.8;
const REST_MS = 5000;

/**
 * Stops calling somebody who has left most of the last calls unanswered, for some seconds; then lets one call through, and
 * all the others once that is answered. Time is the machine's: it is about the network, not about the domain.
 */
export class Circuit {
  /** The last calls, the newest last: whether each was answered. */
  private last: readonly boolean[] = [];
  private openUntilMs: number | null = null;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Whether nobody is called at present. */
  get isOpen(): boolean {
    return this.openUntilMs !== null;
  }

  /** Whether a call may be made now. */
  isClosed(): boolean {
    if (this.openUntilMs === null) return true;
    if (this.nowMs() < this.openUntilMs) return false;
    this.openUntilMs = this.nowMs() + REST_MS;
    return true;
  }

  /** Says how a call ended. */
  note(answered: boolean): void {
    if (this.openUntilMs !== null && answered) {
      this.openUntilMs = null;
      this.last = [];
    }
    this.last = [...this.last, answered].slice(-LOOKS_AT);
    const silent = this.last.filter((each) => !each).length;
    if (silent >= LOOKS_AT * OPENS_AT) this.openUntilMs = this.nowMs() + REST_MS;
  }
}
