/**
 * Lets work begin at once after a rest, and otherwise no more often than every so many milliseconds: what gathers in
 * between is done together. A message handled by itself costs several times what it costs among others.
 */
export class Pace {
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly everyMs: number) {}

  /** Resolves when work may begin. */
  async turn(): Promise<void> {
    const restMs = this.last + this.everyMs - performance.now();
    if (restMs > 0) await new Promise((wake) => setTimeout(wake, restMs));
    this.last = performance.now();
  }
}
