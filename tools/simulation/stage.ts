import { Clock, instant, type Instant } from '@amends/kernel';
import type { Dice } from './dice';

/** One life of a process: what is under way in it never goes on once it is dead. */
export type Life = { alive: boolean; readonly name: string };

/** What is wrong, in words; the run stops at the first. */
export class Violation extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'Violation';
  }
}

/** Something that may happen next. */
export type Move = Readonly<{ what: string; weight: number; go: () => void | Promise<void> }>;

type Waiting = Readonly<{ what: string; life?: Life | undefined; untilMs?: number; resume: () => void }>;

const START_MS = Date.parse('2026-03-01T02:00:00.000Z');

/**
 * Where everything of a run happens, one step after the other: whoever waits for the outside (a call, a commit, a pause)
 * waits here until chance lets him go on. Time stands still unless it is moved.
 */
export class Stage {
  readonly trace: string[] = [];
  private ms = START_MS;
  private text = instant(START_MS);
  /** Nothing fails any more: everything must now come to its end. */
  isHealing = false;
  /** What was found wrong by somebody whom nobody waits for. */
  found: Violation | undefined;
  private waiting: Waiting[] = [];

  constructor(readonly dice: Dice) {}

  get now(): Instant {
    return this.text;
  }

  get nowMs(): number {
    return this.ms;
  }

  /** Moves the time on. */
  goTo(ms: number): void {
    this.ms = ms;
    this.text = instant(ms);
  }

  /** Whether something goes wrong now. */
  fails(probability: number): boolean {
    return !this.isHealing && this.dice.chance(probability);
  }

  /** Waits for its turn. In a process that is dead by then this never ends. */
  turn(what: string, life?: Life): Promise<void> {
    if (life?.alive === false) return new Promise(() => undefined);
    return new Promise((resume) => this.waiting.push({ what, life, resume }));
  }

  /** Those who wait, as moves; of the pauses the one that ends first. */
  get turns(): readonly Move[] {
    this.waiting = this.waiting.filter(({ life }) => life?.alive !== false);
    const pause = this.firstPause();
    return this.waiting
      .filter((each) => each.untilMs === undefined || each === pause)
      .map((each) => ({ what: each.what, weight: 4, go: () => this.resume(each) }));
  }

  /** Lets time pass: on the way there each pause ends when it ends. */
  async pass(ms: number): Promise<void> {
    const toMs = this.ms + ms;
    for (let pause = this.firstPause(); (pause?.untilMs ?? Infinity) <= toMs; pause = this.firstPause()) {
      if (pause !== undefined) this.resume(pause);
      await settled();
    }
    this.goTo(Math.max(this.ms, toMs));
  }

  private firstPause(): Waiting | undefined {
    return this.waiting
      .filter(({ untilMs }) => untilMs !== undefined)
      .reduce<Waiting | undefined>(
        (first, each) => (first === undefined || (each.untilMs ?? 0) < (first.untilMs ?? 0) ? each : first),
        undefined,
      );
  }

  private resume(each: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== each);
    if (each.untilMs !== undefined && each.untilMs > this.ms) this.goTo(each.untilMs);
    each.resume();
  }

  /** Writes a line of the trace. */
  note(line: string): void {
    this.trace.push(`${this.now} ${line}`);
  }

  /** Runs with `setTimeout` being a turn like all others: when it is taken, as much time has passed as was to be waited. */
  async withoutTimers<T>(work: () => Promise<T>): Promise<T> {
    const real = globalThis.setTimeout;
    const pause = (wake: () => void, ms = 0): number => {
      this.waiting.push({ what: 'pause over', untilMs: this.ms + Math.ceil(ms), resume: wake });
      return 0;
    };
    globalThis.setTimeout = pause as unknown as typeof setTimeout;
    try {
      return await work();
    } finally {
      globalThis.setTimeout = real;
    }
  }
}

/** Until everybody who was woken waits for his next turn. */
export const settled = (): Promise<void> => new Promise((next) => setImmediate(next));

/** The clock of one process: a little before or behind the others. */
export class SkewedClock extends Clock {
  constructor(
    private readonly stage: Stage,
    private readonly skewMs: number,
  ) {
    super();
  }

  override now(): Instant {
    const { stage, skewMs } = this;
    return stage.isHealing || skewMs === 0 ? stage.now : instant(stage.nowMs + skewMs);
  }
}
