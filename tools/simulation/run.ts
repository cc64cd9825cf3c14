import {
  buyerCreditDecider,
  openOf,
  settingsDecider,
  type Account,
  type BuyerCreditCommand,
} from '@amends/domain/refunds';
import { DAY_MS, HOUR_MS, millis, MINUTE_MS, SECOND_MS } from '@amends/kernel';
import { handle, type Metadata } from '@amends/platform/event-store';
import { changeAccount } from '../../services/refunds/src/application/change-account';
import { creditStream, settingsStream } from '../../services/refunds/src/application/streams';
import type { Bug } from './bugs';
import { Bus } from './bus';
import { checkEnd, checkSilence, checkStep, type World } from './checks';
import { Dice } from './dice';
import { InsurerOutside } from './insurer';
import { insuranceProgram, refundsProgram } from './programs';
import { ProviderOutside, type Mailbox } from './provider';
import { SimulatedService } from './service';
import { BUYERS, Shop } from './shop';
import { Stage, Violation, type Move } from './stage';

/** How a run ended: what was found wrong, if anything, and every step that led to it. */
export type Result = Readonly<{ seed: number; steps: number; violation: string | undefined; trace: readonly string[] }>;

const STEPS = 260;
const MOST_STEPS = 6000;
const ROUNDS_OF_RETRIES = 3;
const SILENT_ENDS = 0.25;
const OPERATOR: Metadata = { actor: { role: 'operator', id: 'op-1' }, correlationId: 'operator' };

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
  private readonly mailbox: Mailbox = {
    life: { alive: false, name: 'nobody' },
    take: () => Promise.resolve(false),
  };
  private readonly provider: ProviderOutside;
  private readonly shop: Shop;
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
      program: refundsProgram(stage, this.provider, this.mailbox, bug),
    });
    this.insurance = new SimulatedService('insurance', { ...parts, program: insuranceProgram(stage, insurer) });
    this.shop = new Shop(stage, this.bus);
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
    for (const buyer of BUYERS) this.meet(buyer);
    for (let step = 0; step < STEPS; step++) await this.step([...this.moves(), ...this.mishaps()]);
    if (stage.dice.chance(SILENT_ENDS)) await this.keepSilent();
    stage.note('everything heals');
    stage.isHealing = true;
    provider.isSilent = false;
    await this.comeToRest();
    for (let round = 0; round < ROUNDS_OF_RETRIES; round++) {
      this.retryFailed();
      await this.comeToRest();
    }
    checkEnd(this.world);
  }

  /** Nothing of it goes on afterwards. */
  end(): void {
    this.refunds.crash();
    this.insurance.crash();
  }

  private written(service: string, streamIds: readonly string[]): void {
    try {
      checkStep(this.world, service, streamIds);
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
    await new Promise((next) => setImmediate(next));
    if (stage.found !== undefined) throw stage.found;
  }

  private moves(): readonly Move[] {
    const letters = this.provider.moves(this.mailbox);
    return [...this.stage.turns, ...this.refunds.moves(), ...this.insurance.moves(), ...this.shop.moves(), ...letters];
  }

  /** What only happens while nothing heals. */
  private mishaps(): readonly Move[] {
    const { stage, refunds, insurance } = this;
    const { dice } = stage;
    const goOn = (ms: number): void => stage.goTo(stage.nowMs + ms);
    return [
      { what: 'refunds dies', weight: 0.6, go: () => refunds.crash() },
      { what: 'insurance dies', weight: 0.3, go: () => insurance.crash() },
      { what: 'time goes on a little', weight: 2, go: () => goOn(dice.whole(1, 30) * SECOND_MS) },
      { what: 'time goes on', weight: 1, go: () => goOn(dice.whole(1, 180) * MINUTE_MS) },
      { what: 'the clock jumps', weight: 0.3, go: () => goOn(dice.whole(1, 20) * DAY_MS) },
      { what: 'an operator retries', weight: 0.5, go: () => this.retryFailed() },
      {
        what: 'the provider falls silent or speaks again',
        weight: 0.3,
        go: () => void (this.provider.isSilent = !this.provider.isSilent),
      },
      { what: 'a supervisor changes fast refund', weight: 0.2, go: () => this.changeSettings() },
      { what: 'a buyer pays what he owes', weight: 0.5, go: () => this.payOwed() },
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
      if (due.length === 0) return;
      this.stage.goTo(Math.max(this.stage.nowMs, Math.min(...due.map(({ dueAt }) => millis(dueAt)))));
    }
  }

  private meet(buyerId: string): void {
    const { dice } = this.stage;
    const [score, setOff, amount] = [dice.one([750, 750, 750, 600]), dice.chance(0.5), dice.whole(0, 3000)];
    this.begin((at) => ({ type: 'SetScore', data: { buyerId, score, at } }), buyerId);
    this.begin((at) => ({ type: 'SetBalance', data: { buyerId, amount, currency: 'CNY', at } }), buyerId);
    this.begin((at) => ({ type: 'ConsentToSetOff', data: { buyerId, setOff, at } }), buyerId);
  }

  private begin(command: (at: string) => BuyerCreditCommand, buyerId: string): void {
    this.inBackground(
      this.refunds.now.run(OPERATOR, (unit) =>
        handle(unit, buyerCreditDecider, creditStream(buyerId), command(unit.now)),
      ),
    );
  }

  private changeSettings(): void {
    const { dice } = this.stage;
    const settings = {
      enabled: dice.chance(0.9),
      rolloutPercent: dice.one([50, 100, 100]),
      minScore: 700,
      exposureLimit: dice.one([50_000, 200_000]),
      amountLimit: dice.one([50_000, 100_000]),
      shadow: dice.chance(0.2),
    };
    this.inBackground(
      this.refunds.now.run(OPERATOR, (unit) =>
        handle(unit, settingsDecider, settingsStream, { type: 'ChangeSettings', data: { settings, at: unit.now } }),
      ),
    );
  }

  /** Tries again whatever has failed. */
  private retryFailed(): void {
    for (const [streamId, { refunds }] of this.accounts())
      for (const { refundId, status, failureCode } of refunds)
        if ((status === 'failed' && failureCode === null) || status === 'partially_succeeded')
          this.inBackground(
            this.refunds.now.run(OPERATOR, (unit) =>
              changeAccount(unit, streamId, { type: 'Retry', data: { refundId, at: unit.now } }),
            ),
          );
  }

  private payOwed(): void {
    const owed = this.accounts().flatMap(([streamId, { fastRefunds }]) =>
      fastRefunds.flatMap((fast) =>
        fast.stage === 'recovering' && fast.recovery ? [{ streamId, fast, recovery: fast.recovery }] : [],
      ),
    );
    if (owed.length === 0) return;
    const {
      streamId,
      fast,
      recovery: { refundId },
    } = this.stage.dice.one(owed);
    const amount = this.stage.dice.whole(1, Math.max(1, openOf(fast)));
    this.inBackground(
      this.refunds.now.run(OPERATOR, (unit) =>
        changeAccount(unit, streamId, {
          type: 'PayRecovery',
          data: { refundId, amount, source: 'payment', paymentId: 'pay-back', at: unit.now },
        }),
      ),
    );
  }

  private accounts(): readonly (readonly [string, Account])[] {
    return [...this.world.refunds.streams]
      .filter(([, { aggregate }]) => aggregate.category === 'account')
      .map(([streamId, { state }]) => [streamId, state as Account] as const);
  }

  /** Somebody has asked for it; a database that is away answers him so, and no more. */
  private inBackground(work: Promise<unknown>): void {
    work.catch((fault: unknown) => this.stage.note(`  refused: ${String(fault)}`));
  }
}
