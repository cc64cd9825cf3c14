/** Lets so many begin in a second, one after the other at equal distances; those behind wait in their order. */
export class Rate {
  private nextMs = 0;

  /** `perSecond` 0: everybody at once. */
  constructor(
    private readonly perSecond: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** How long the caller has to wait for its turn, in milliseconds; the turn is taken. */
  take(): number {
    if (this.perSecond === 0) return 0;
    const now = this.nowMs();
    const turn = Math.max(now, this.nextMs);
    this.nextMs = turn + 1000 / this.perSecond;
    return turn - now;
  }
}
