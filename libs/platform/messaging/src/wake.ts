/** Wakes those who wait for something that this process has just done. */
export class Wake {
  private waiting = new Set<() => void>();
  private calls = 0;

  /** How often it has woken so far: given to `within`, it makes sure that no call in between is missed. */
  get count(): number {
    return this.calls;
  }

  /** Resolves at the next call of `all`, at once if there was one after `since`, or after so long. */
  within(ms: number, since = this.calls): Promise<void> {
    if (since !== this.calls) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiting.add(wake);
    });
  }

  all(): void {
    this.calls += 1;
    const woken = this.waiting;
    if (woken.size === 0) return;
    this.waiting = new Set();
    for (const wake of woken) wake();
  }
}
