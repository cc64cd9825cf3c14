import { catalogue } from '@amends/contracts';
import type { Clock } from '@amends/kernel';
import type { Incoming, Subscription } from '@amends/platform/messaging';
import type { DeadlineHandler, DueDeadline } from '@amends/platform/timers';
import { Chunk } from '../../libs/platform/messaging/src/consumer/chunk';
import { readMessage } from '../../libs/platform/messaging/src/consumer/message';
import { outgoingOf } from '../../libs/platform/messaging/src/envelope';
import type { Bus } from './bus';
import { SkewedClock, Violation, type Life, type Move, type Stage } from './stage';
import { Database, SimulatedStore } from './store';

/** What runs in a process of a service: its own code, over the store it is given. */
export type Running = Readonly<{ subscription: Subscription; deadlines: DeadlineHandler; begin: () => Promise<void> }>;
export type Program = (store: SimulatedStore, clock: Clock, life: Life) => Running;

const MOST_OF_A_CHUNK = 4;
/** How often a relay ends between publishing and marking, and a consumer between its commit and that of its offset. */
const NOT_MARKED = 0.08;
const MOST_SKEW_MS = 2000;

/** One service: a database, and a process that may die at any moment and begins anew over the same database. */
export class SimulatedService {
  readonly database: Database;
  private published = 0;
  private readonly offsets = new Map<string, number>();
  private readonly fired: DueDeadline[] = [];
  private life: Life;
  private store: SimulatedStore;
  private running: Running;
  private clock: Clock;

  constructor(
    private readonly name: string,
    private readonly parts: Readonly<{
      stage: Stage;
      bus: Bus;
      program: Program;
      written: (service: string, streamIds: readonly string[]) => void;
    }>,
  ) {
    this.database = new Database((streamIds) => parts.written(name, streamIds));
    [this.life, this.store, this.running, this.clock] = this.begin();
  }

  /** The process dies with everything that is under way in it; another begins at once. */
  crash(): void {
    this.life.alive = false;
    [this.life, this.store, this.running, this.clock] = this.begin();
  }

  /** The store of the process that lives now. */
  get now(): SimulatedStore {
    return this.store;
  }

  /** What this service could do next. */
  moves(): readonly Move[] {
    return [...this.relayMoves(), ...this.deliveries(), ...this.deadlineMoves()];
  }

  /** Whether everything was said and heard. */
  get isQuiet(): boolean {
    return this.relayMoves().length === 0 && this.deliveries().length === 0;
  }

  private begin(): [Life, SimulatedStore, Running, Clock] {
    const { stage, program } = this.parts;
    const life: Life = { alive: true, name: this.name };
    const clock = new SkewedClock(stage, stage.dice.whole(-MOST_SKEW_MS, MOST_SKEW_MS));
    const store = new SimulatedStore(this.database, stage, life, clock);
    const running = program(store, clock, life);
    void stage
      .turn(`${this.name} begins`, life)
      .then(() => running.begin())
      .catch(() => {
        if (life.alive) this.crash();
      }); // As in production: who cannot begin is started anew.
    return [life, store, running, clock];
  }

  private relayMoves(): readonly Move[] {
    const { stage, bus } = this.parts;
    const waiting = this.database.log.slice(this.published, this.published + stage.dice.whole(1, 6));
    if (waiting.length === 0) return [];
    const go = (): void => {
      for (const event of waiting) {
        const outgoing = outgoingOf({ ...event, data: JSON.stringify(event.data) }, this.name, catalogue);
        if (outgoing !== undefined) bus.publish(outgoing);
      }
      if (!stage.fails(NOT_MARKED)) this.published += waiting.length;
    };
    return [{ what: `${this.name} publishes ${waiting.map(({ type }) => type).join(', ')}`, weight: 6, go }];
  }

  private deliveries(): readonly Move[] {
    const { topics } = this.running.subscription;
    return this.parts.bus.of(topics).flatMap(([lane, messages]) => {
      const from = this.offsets.get(lane) ?? 0;
      if (from >= messages.length) return [];
      return [
        {
          what: `${this.name} hears ${lane}`,
          weight: 4,
          go: () => this.hear(lane, messages.slice(from, from + MOST_OF_A_CHUNK)),
        },
      ];
    });
  }

  /** One transaction of the consumer, by its own rules; a crash in it leaves nothing behind. */
  private async hear(lane: string, messages: readonly Incoming[]): Promise<void> {
    const { stage } = this.parts;
    if (stage.fails(0.03)) {
      this.crash();
      return;
    }
    const { subscription } = this.running;
    const some = messages.slice(0, stage.dice.whole(1, messages.length));
    const read = some.map((incoming) => readMessage(incoming, (type) => catalogue[type]?.version ?? 0));
    const chunk = new Chunk({
      subscription,
      store: { unitOn: (_, metadata) => this.store.unitOn(metadata) },
      entryOf: (type) => catalogue[type],
    });
    const { judged, unit } = await chunk.handle(NO_CLIENT, read, this.database.inbox, new Set());
    const handled = judged.flatMap(({ verdict, read: each }) =>
      verdict === 'handled' && each.kind === 'message' ? [each.message.id] : [],
    );
    for (const { verdict, why, read: each } of judged)
      if (verdict === 'stopped')
        throw new Violation(
          `${this.name} sets a message aside: ${each.kind === 'message' ? each.message.type : ''}: ${why}`,
        );
    const goneOn = judged.findIndex(({ verdict }) => verdict === 'not_now');
    if (this.database.write(unit, handled) === 'conflict') throw new Error('a locked stream has changed');
    this.store.committedBy(unit);
    if (stage.fails(NOT_MARKED)) return;
    this.offsets.set(lane, (this.offsets.get(lane) ?? 0) + (goneOn < 0 ? some.length : goneOn));
  }

  private deadlineMoves(): readonly Move[] {
    const { stage } = this.parts;
    const now = this.clock.now();
    const due = [...this.database.deadlines].filter(([, { dueAt }]) => dueAt <= now);
    const moves = due.map(([id, deadline]) => ({
      what: `${this.name} wakes ${deadline.name}`,
      weight: 4,
      go: () => this.fire(id, deadline),
    }));
    const again = this.fired.at(-1);
    if (again === undefined || stage.isHealing) return moves;
    return [...moves, { what: `${this.name} wakes ${again.name} again`, weight: 0.3, go: () => this.wake(again) }];
  }

  private fire(id: string, deadline: DueDeadline): void {
    this.fired.push(deadline);
    this.wake(deadline, () => {
      // Nothing has closed it: production tells of one that is still awaited, and settles the others.
      if (this.database.deadlines.get(id) !== deadline) return;
      // A clock that was put back meanwhile: it is woken again when it is due.
      if (this.clock.now() < deadline.dueAt) return;
      if (this.isAwaited(deadline)) throw new Violation(`${this.name}: nobody answers the deadline ${deadline.name}`);
      this.database.deadlines.delete(id);
    });
  }

  private wake(deadline: DueDeadline, then: () => void = () => undefined): void {
    const { stage } = this.parts;
    const metadata = { actor: { role: 'system', id: 'timer' }, correlationId: 'timer' };
    const ended = this.store.run(metadata, (unit) => this.running.deadlines(deadline, unit)).then(then);
    ended.catch((fault: unknown) => {
      if (fault instanceof Violation) stage.found ??= fault;
    });
  }

  private isAwaited({ streamId, name, token }: DueDeadline): boolean {
    const stream = this.database.streams.get(streamId);
    const live = stream?.aggregate.deadlines?.(stream.state) ?? [];
    return live.some((each) => each.name === name && each.token === token);
  }
}

/** Nothing that is heard here writes a read model. */
const NO_CLIENT = undefined as never;
