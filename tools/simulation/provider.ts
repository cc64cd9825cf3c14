import type { ProviderAnswer } from '@amends/domain/refunds';
import { between, MINUTE_MS, type Instant } from '@amends/kernel';
import type { Stretch } from '@amends/reconciliation';
import { ProviderBooks, TREATMENTS, type Treatment } from '../../libs/domain/refunds/src/account/provider-books';
import type { Notified } from '../../services/refunds/src/application/notifications';
import {
  PaymentProvider,
  SILENCE,
  type AskedRefund,
  type ProviderRefund,
} from '../../services/refunds/src/application/providers/payment-provider';
import {
  SettlementReport,
  type ReportedItem,
} from '../../services/refunds/src/application/providers/settlement-report';
import type { Front } from './front';
import { Counter, randomDemands, type Demands } from './limits';
import { Violation, type Life, type Move, type Stage } from './stage';

const UNHEARD_QUERY = 0.15;
const GOOD = 0.35;
const MOST_COPIES = 3;
/** What nobody has dealt with it tells again so much later. */
const AGAIN_MS = MINUTE_MS;

/** `with`: the process that has it in its hands; `notBefore`: when it will be told. */
type Letter = { readonly letter: Notified; with: Life | undefined; notBefore: number };

/** The payment provider outside: its books, its demands, and what it tells by itself: late, early, several times, or never. */
export class ProviderOutside {
  readonly books = new ProviderBooks();
  /** When a number came to what it is now. */
  readonly changedAt = new Map<string, Instant>();
  readonly demands: Demands;
  /** It answers nothing and does nothing. */
  isSilent = false;
  private readonly counter: Counter;
  /** How soon what is pending ends, or what had succeeded fails after all: late enough that others have gone on meanwhile. */
  private readonly haste: number;
  private readonly letters: Letter[] = [];
  private count = 0;

  constructor(readonly stage: Stage) {
    this.demands = randomDemands(stage.dice);
    this.haste = stage.dice.one([0.7, 0.1]);
    this.counter = new Counter(this.demands, stage.nowMs);
  }

  /** Somebody calls, by a number if it is for money: what it does not take any more it refuses, and that is a fault of ours. */
  demand(life: Life, refund?: ProviderRefund): ProviderAnswer | undefined {
    const { counter, stage } = this;
    if (!life.alive) return undefined;
    const ignored =
      counter.call(life, stage.nowMs) ?? (refund && counter.ask(refund.paymentId, refund.refundNumber, stage.nowMs));
    if (ignored === undefined) return undefined;
    stage.found ??= new Violation(
      `F4: ${refund?.refundNumber ?? 'a question'} ignores the provider's limit: ${ignored}`,
    );
    return { outcome: 'failed', code: 'rate_limited' };
  }

  /** What it does when it is asked for money. */
  request({ refundNumber, paymentId, amount }: ProviderRefund): ProviderAnswer {
    const { stage, books } = this;
    const isGood = stage.isHealing || stage.dice.chance(GOOD);
    const treatment: Treatment = isGood ? 'succeed' : stage.dice.one(TREATMENTS);
    const before = books.refunds.get(refundNumber)?.status;
    const answer = books.request(refundNumber, { paymentId, amount }, treatment);
    if (books.refunds.get(refundNumber)?.status !== before) this.changedAt.set(refundNumber, stage.now);
    stage.note(`  ${refundNumber}: ${treatment}, ${answer.outcome}`);
    this.tellOf(refundNumber, stage.dice.whole(0, MOST_COPIES));
    return answer;
  }

  /** What it could do next by itself. */
  moves(front: Front): readonly Move[] {
    if (this.isSilent) return [];
    const letters = this.waiting()
      .filter(({ notBefore }) => notBefore <= this.stage.nowMs)
      .map((sent) => ({
        what: `provider tells ${sent.letter.refundNumber} ${sent.letter.says}`,
        weight: 2,
        go: () => this.deliver(sent, front),
      }));
    const isOpen = [...this.books.refunds.values()].some(({ next }) => next !== undefined);
    const end = { what: 'provider ends what is pending', weight: this.haste, go: () => this.end() };
    return isOpen ? [...letters, end] : letters;
  }

  /** When it will tell something again, milliseconds. */
  get dueMs(): readonly number[] {
    return this.isSilent ? [] : this.waiting().map(({ notBefore }) => notBefore);
  }

  private waiting(): readonly Letter[] {
    return this.letters.filter((sent) => sent.with?.alive !== true);
  }

  /** Tells of a number what its books say now, so many times. */
  private tellOf(refundNumber: string, copies: number): void {
    const says = this.books.refunds.get(refundNumber)?.status;
    if (says !== 'succeeded' && says !== 'failed') return;
    const letter = { id: `evt_${String(this.count++)}`, refundNumber, says } as const;
    for (let copy = 0; copy < copies; copy++) this.letters.push({ letter, with: undefined, notBefore: 0 });
  }

  private deliver(sent: Letter, { take, life }: Front): void {
    sent.with = life;
    const again = (): void => {
      sent.with = undefined;
      sent.notBefore = this.stage.nowMs + AGAIN_MS;
    };
    take(sent.letter).then((isDone) => (isDone ? this.letters.splice(this.letters.indexOf(sent), 1) : again()), again);
  }

  private end(): void {
    for (const number of this.books.endPending()) {
      this.changedAt.set(number, this.stage.now);
      this.tellOf(number, this.stage.dice.whole(1, MOST_COPIES));
    }
  }
}

/** The provider as a process calls it: each call may fail before its effect or after it. It comes there at once. */
export class SimulatedProvider extends PaymentProvider {
  constructor(
    private readonly outside: ProviderOutside,
    private readonly life: Life,
  ) {
    super();
  }

  override async refund(refund: ProviderRefund): Promise<ProviderAnswer> {
    const { stage } = this.outside;
    const { refundNumber } = refund;
    const refused = this.outside.demand(this.life, refund);
    await stage.turn(`provider is asked for ${refundNumber}`, this.life);
    if (this.outside.isSilent) return SILENCE;
    const answer = refused ?? this.outside.request(refund);
    await stage.turn(`provider answers ${refundNumber} ${answer.outcome}`, this.life);
    return answer;
  }

  override async query({ refundNumber }: AskedRefund): Promise<ProviderAnswer> {
    const { stage, books } = this.outside;
    this.outside.demand(this.life);
    await stage.turn(`provider is asked about ${refundNumber}`, this.life);
    const answer = this.outside.isSilent || stage.fails(UNHEARD_QUERY) ? SILENCE : books.query(refundNumber);
    await stage.turn(`provider says ${answer.outcome} of ${refundNumber}`, this.life);
    return answer;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The provider's own list of refunds, from its books. */
export class SimulatedReport extends SettlementReport {
  constructor(private readonly outside: ProviderOutside) {
    super();
  }

  override async *changed({ from, before }: Stretch): AsyncIterable<ReportedItem> {
    await Promise.resolve();
    for (const item of this.items())
      if (item.changedAt !== null && between(from, item.changedAt) >= 0 && between(item.changedAt, before) > 0)
        yield item;
  }

  override about({ refundNumber, paymentId }: AskedRefund): Promise<readonly ReportedItem[]> {
    return Promise.resolve(this.items().filter((item) => item.number === refundNumber && item.paymentId === paymentId));
  }

  private items(): readonly ReportedItem[] {
    const { books, changedAt } = this.outside;
    return [...books.refunds].map(([number, { paymentId, amount, status }]) => ({
      number,
      paymentId,
      amount,
      currency: 'CNY',
      status: status === 'pending' ? 'open' : status,
      changedAt: changedAt.get(number) ?? null,
    }));
  }
}
