/** Runs tasks, at most so many at once; the others wait in line. A task must not throw. */
export class AtOnce {
  private readonly line: (() => void)[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private free: number;

  constructor(width: number) {
    this.free = width;
  }

  /** Puts a task in the line. */
  run(task: () => Promise<void>): void {
    const done: Promise<void> = this.whenFree(task).finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }

  /** Resolves when nothing waits or is under way any more. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async whenFree(task: () => Promise<void>): Promise<void> {
    if (this.free === 0) await new Promise<void>((start) => this.line.push(start));
    else this.free--;
    try {
      await task();
    } finally {
      const next = this.line.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }
}
