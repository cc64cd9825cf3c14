import { DAY_MS, HOUR_MS, millis, MINUTE_MS, SECOND_MS } from '@amends/kernel';
import type { Bug } from './bugs';
import { Bus } from './bus';
import { checkSilence, checkStep } from './checks/always';
import { Books } from './checks/books';
import { checkEnd } from './checks/end';
import { checkReconciliation, daysOf } from './checks/reconciliation';
import type { World } from './checks/world';
import { Desk } from './desk';
import { Dice } from './dice';
import { nobody } from './front';
import { InsurerOutside } from './insurer';
import { insuranceProgram, refundsProgram } from './programs';
import { ProviderOutside } from './provider';
import { SimulatedService } from './service';
import { BUYERS, Shop } from './shop/shop';
import { settled, Stage, Violation, type Move } from './stage';

/** How a run ended: what was found wrong, if anything, and every step that led to it. */
export type Result = Readonly<{ seed: number; steps: number; violation: string | undefined; trace: readonly string[] }>;

const STEPS = 260;
const MOST_STEPS = 6000;
const ROUNDS_OF_RETRIES = 3;
const SILENT_ENDS = 0.25;
const ALL_BY_HAND = 0.5;

/** Plays one seed: so many random steps, then everything heals and must come to rest, and what is left must be right. */
export const play = async (seed: number, bug?: Bug): Promise<Result> => {
  const stage = new Stage(new Dice(seed));
  const run = new Run(stage, bug);
  let violation: string | undefined;
  try {
    await stage.withoutTimers(() => run.play());
  } catch (fault) {
    violation =
      fault instanceof Violation
        ? fault.message
        : `a fault: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`;
  }
  run.end();
  return { seed, steps: run.steps, violation, trace: stage.trace };
};

class Run {
  steps = 0;
  private readonly bus = new Bus();
  private readonly front = nobody();
  private readonly provider: ProviderOutside;
  private readonly shop: Shop;
  private readonly desk: Desk;
  private readonly books: Books;
  private readonly refunds: SimulatedService;
  private readonly insurance: SimulatedService;
  private readonly world: World;

  constructor(
    private readonly stage: Stage,
    bug: Bug | undefined,
  ) {
    const insurer = new InsurerOutside(stage);
    this.provider = new ProviderOutside(stage);
    const parts = {
      stage,
      bus: this.bus,
      written: (service: string, ids: readonly string[]) => this.written(service, ids),
    };
    this.refunds = new SimulatedService('refunds', {
      ...parts,
      program: refundsProgram(stage, this.provider, this.front, bug),
    });
    this.insurance = new SimulatedService('insurance', { ...parts, program: insuranceProgram(stage, insurer) });
    this.shop = new Shop(stage, this.bus);
    this.desk = new Desk(stage, this.refunds, this.front);
    this.books = new Books(() => this.world);
    this.world = {
      refunds: this.refunds.database,
      insurance: this.insurance.database,
      provider: this.provider,
      insurer,
      shop: this.shop,
      now: () => stage.now,
    };
  }

  async play(): Promise<void> {
    const { stage, provider } = this;
    for (const buyer of BUYERS) this.desk.meet(buyer);
    for (let step = 0; step < STEPS; step++) await this.step([...this.moves(), ...this.mishaps()]);
    if (stage.dice.chance(SILENT_ENDS)) await this.keepSilent();
    stage.note('everything heals');
    stage.isHealing = true;
    provider.isSilent = false;
    this.desk.decideAll();
    await this.comeToRest();
    for (let round = 0; round < ROUNDS_OF_RETRIES; round++) {
      this.desk.decideAll();
      await this.comeToRest();
      this.desk.retryFailed();
      await this.comeToRest();
    }
    if (stage.dice.chance(ALL_BY_HAND)) {
      this.desk.settleAll();
      await this.comeToRest();
      this.desk.decideAll();
      await this.comeToRest();
    }
    checkEnd(this.world);
    this.books.checkEnd();
    await this.reconcile();
  }

  /** Nothing of it goes on afterwards. */
  end(): void {
    this.refunds.crash();
    this.insurance.crash();
  }

  private written(service: string, streamIds: readonly string[]): void {
    try {
      checkStep(this.world, service, streamIds);
      this.books.check();
    } catch (fault) {
      if (!(fault instanceof Violation)) throw fault;
      this.stage.found ??= fault;
    }
  }

  private async step(moves: readonly Move[]): Promise<void> {
    const { stage } = this;
    let at = stage.dice.next() * moves.reduce((sum, { weight }) => sum + weight, 0);
    const move = moves.find(({ weight }) => (at -= weight) < 0) ?? moves.at(-1);
    if (move === undefined) return;
    this.steps += 1;
    stage.note(move.what);
    await move.go();
    // Everybody whom this has woken goes on until he waits for his next turn.
    await settled();
    if (stage.found !== undefined) throw stage.found;
  }

  private moves(): readonly Move[] {
    const letters = this.provider.moves(this.front);
    return [...this.stage.turns, ...this.refunds.moves(), ...this.insurance.moves(), ...this.shop.moves(), ...letters];
  }

  /** What only happens while nothing heals. */
  private mishaps(): readonly Move[] {
    const { stage, refunds, insurance } = this;
    const { dice } = stage;
    const goOn = (ms: number): Promise<void> => stage.pass(ms);
    return [
      { what: 'refunds dies', weight: 0.6, go: () => refunds.crash() },
      { what: 'insurance dies', weight: 0.3, go: () => insurance.crash() },
      { what: 'time goes on a little', weight: 2, go: () => goOn(dice.whole(1, 30) * SECOND_MS) },
      { what: 'time goes on', weight: 1, go: () => goOn(dice.whole(1, 180) * MINUTE_MS) },
      { what: 'the clock jumps', weight: 0.3, go: () => goOn(dice.whole(1, 20) * DAY_MS) },
      {
        what: 'the provider falls silent or speaks again',
        weight: 0.3,
        go: () => void (this.provider.isSilent = !this.provider.isSilent),
      },
      ...this.desk.moves(),
    ];
  }

  /** The provider says nothing for days: whoever waits for it must become somebody's item. */
  private async keepSilent(): Promise<void> {
    const { stage } = this;
    stage.note('the provider keeps silent for days');
    this.provider.isSilent = true;
    stage.isHealing = true;
    const until = stage.nowMs + 4 * DAY_MS;
    while (stage.nowMs < until) {
      await this.comeToQuiet();
      stage.goTo(stage.nowMs + HOUR_MS * 6);
    }
    await this.comeToQuiet();
    checkSilence(this.world);
  }

  /** Lets go on whatever can, now. */
  private async comeToQuiet(): Promise<void> {
    for (let moves = this.moves(); moves.length > 0; moves = this.moves()) {
      if (this.steps > MOST_STEPS) throw new Violation('no dead end: it does not come to rest');
      await this.step(moves);
    }
  }

  /** Lets time go on from deadline to deadline until nothing is waited for. */
  private async comeToRest(): Promise<void> {
    for (;;) {
      await this.comeToQuiet();
      const due = [...this.refunds.database.deadlines.values(), ...this.insurance.database.deadlines.values()];
      const dueMs = [...due.map(({ dueAt }) => millis(dueAt)), ...this.provider.dueMs];
      if (dueMs.length === 0) return;
      this.stage.goTo(Math.max(this.stage.nowMs, Math.min(...dueMs)));
    }
  }

  /** At last our books are compared with the provider's own list, day by day. */
  private async reconcile(): Promise<void> {
    this.stage.goTo(this.stage.nowMs + HOUR_MS);
    for (const day of daysOf(this.world)) {
      this.front.reconcile(day).catch((fault: unknown) => (this.stage.found ??= new Violation(String(fault))));
      await settled();
      await this.comeToQuiet();
    }
    checkReconciliation(this.world);
  }
}
