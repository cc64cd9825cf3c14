/** Who looks out for one thing, until he stops. */
export type Watch = Readonly<{
  /** Resolves at the first notice since the last call, or after so long. */
  within: (ms: number) => Promise<void>;
  stop: () => void;
}>;

type Watcher = { noticed: boolean; wake: (() => void) | undefined };

const ANYTHING = '';

/** Wakes those who wait for one thing, a stream or an event, when this process has written or heard it; and nobody else. */
export class Notices {
  private readonly watchers = new Map<string, Set<Watcher>>();

  /** Looks out for the key from now on; without a key for anything. */
  watch(key = ANYTHING): Watch {
    const watcher: Watcher = { noticed: false, wake: undefined };
    const others = this.watchers.get(key) ?? new Set();
    this.watchers.set(key, others.add(watcher));
    return {
      within: (ms) => noticed(watcher, ms),
      stop: () => {
        others.delete(watcher);
        if (others.size === 0 && this.watchers.get(key) === others) this.watchers.delete(key);
      },
    };
  }

  /** Says that something happened to each of the keys. */
  give(keys: Iterable<string>): void {
    if (this.watchers.size === 0) return;
    for (const key of keys) this.wake(key);
    this.wake(ANYTHING);
  }

  private wake(key: string): void {
    for (const watcher of this.watchers.get(key) ?? []) {
      watcher.noticed = true;
      watcher.wake?.();
    }
  }
}

const noticed = async (watcher: Watcher, ms: number): Promise<void> => {
  if (!watcher.noticed) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      watcher.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    watcher.wake = undefined;
  }
  watcher.noticed = false;
};
