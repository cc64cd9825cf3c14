import type { ProviderAnswer } from '@amends/domain/refunds';
import { ProviderBooks, TREATMENTS, type Treatment } from '../../libs/domain/refunds/src/account/provider-books';
import type { Notified } from '../../services/refunds/src/application/notifications';
import {
  PaymentProvider,
  SILENCE,
  type AskedRefund,
  type ProviderRefund,
} from '../../services/refunds/src/application/providers/payment-provider';
import type { Life, Move, Stage } from './stage';

const UNHEARD_QUERY = 0.15;
const GOOD = 0.35;
const MOST_COPIES = 3;

/** The process that takes notifications now. */
export type Mailbox = { life: Life; take: (letter: Notified) => Promise<boolean> };

/** The payment provider outside: its books, and what it tells by itself: late, early, several times, or never. */
export class ProviderOutside {
  readonly books = new ProviderBooks();
  /** It answers nothing and does nothing. */
  isSilent = false;
  /** What it tells again until somebody has dealt with it; `with`: the process that has it in its hands. */
  private readonly letters: { readonly letter: Notified; with: Life | undefined }[] = [];
  private count = 0;

  constructor(readonly stage: Stage) {}

  /** What it does when it is asked for money. */
  treatment(): Treatment {
    const { stage } = this;
    if (stage.isHealing || stage.dice.chance(GOOD)) return 'succeed';
    return stage.dice.one(TREATMENTS);
  }

  /** Tells of a number what its books say now, so many times. */
  tellOf(refundNumber: string, copies: number): void {
    const says = this.books.refunds.get(refundNumber)?.status;
    if (says !== 'succeeded' && says !== 'failed') return;
    const letter = { id: `evt_${String(this.count++)}`, refundNumber, says } as const;
    for (let copy = 0; copy < copies; copy++) this.letters.push({ letter, with: undefined });
  }

  /** What it could do next by itself. */
  moves(mailbox: Mailbox): readonly Move[] {
    if (this.isSilent) return [];
    const letters = this.letters
      .filter((sent) => sent.with?.alive !== true)
      .map((sent) => ({
        what: `provider tells ${sent.letter.refundNumber} ${sent.letter.says}`,
        weight: 2,
        go: () => this.deliver(sent, mailbox),
      }));
    const isOpen = [...this.books.refunds.values()].some(({ next }) => next !== undefined);
    const end = { what: 'provider ends what is pending', weight: 0.7, go: () => this.end() };
    return isOpen ? [...letters, end] : letters;
  }

  private deliver(sent: (typeof this.letters)[number], { take, life }: Mailbox): void {
    sent.with = life;
    const again = () => (sent.with = undefined);
    take(sent.letter).then((isDone) => (isDone ? this.letters.splice(this.letters.indexOf(sent), 1) : again()), again);
  }

  private end(): void {
    for (const number of this.books.endPending()) this.tellOf(number, this.stage.dice.whole(1, MOST_COPIES));
  }
}

/** The provider as a process calls it: each call may fail before its effect or after it. */
export class SimulatedProvider extends PaymentProvider {
  constructor(
    private readonly outside: ProviderOutside,
    private readonly life: Life,
  ) {
    super();
  }

  override async refund({ refundNumber, paymentId, amount }: ProviderRefund): Promise<ProviderAnswer> {
    const { stage, books } = this.outside;
    await stage.turn(`provider is asked for ${refundNumber}`, this.life);
    if (this.outside.isSilent) return SILENCE;
    const treatment = this.outside.treatment();
    const answer = books.request(refundNumber, { paymentId, amount }, treatment);
    stage.note(`  ${refundNumber}: ${treatment}, ${answer.outcome}`);
    this.outside.tellOf(refundNumber, stage.dice.whole(0, MOST_COPIES));
    await stage.turn(`provider answers ${refundNumber} ${answer.outcome}`, this.life);
    return answer;
  }

  override async query({ refundNumber }: AskedRefund): Promise<ProviderAnswer> {
    const { stage, books } = this.outside;
    await stage.turn(`provider is asked about ${refundNumber}`, this.life);
    const answer = this.outside.isSilent || stage.fails(UNHEARD_QUERY) ? SILENCE : books.query(refundNumber);
    await stage.turn(`provider says ${answer.outcome} of ${refundNumber}`, this.life);
    return answer;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
