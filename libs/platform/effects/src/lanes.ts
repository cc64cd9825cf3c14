/** Runs tasks: those of one lane one after the other, at most so many at once. A task must not throw. */
export class Lanes {
  private readonly last = new Map<string, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(width: number) {
    this.free = width;
  }

  /** Puts a task into its lane; resolves when it has ended. */
  run(lane: string, task: () => Promise<void>): Promise<void> {
    const before = this.last.get(lane) ?? Promise.resolve();
    const done = before.then(() => this.whenFree(task));
    this.last.set(lane, done);
    return done.finally(() => {
      if (this.last.get(lane) === done) this.last.delete(lane);
    });
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.last.size > 0) await Promise.all(this.last.values());
  }

  private async whenFree(task: () => Promise<void>): Promise<void> {
    if (this.free === 0) await new Promise<void>((start) => this.waiting.push(start));
    else this.free--;
    try {
      await task();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }
}
