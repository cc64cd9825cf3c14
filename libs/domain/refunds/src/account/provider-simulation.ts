import { millis, type Instant } from '@amends/kernel';
import { agrees, legAt } from './hearing';
import { EMPTY_ACCOUNT, type Account, type AccountEvent } from './account';
import type { AccountCommand, ProviderAnswer } from './commands';
import { accountAggregate } from './decide';
import { AT } from './given-account';
import { decideOn, eventsOn } from './given-story';

/** How the provider treats one call. */
export type Treatment =
  | 'succeed'
  | 'decline'
  | 'closed'
  | 'short'
  | 'lost_before'
  | 'lost_after'
  | 'pending_good'
  | 'pending_bad'
  | 'late_failure';
export const TREATMENTS: readonly Treatment[] = [
  'succeed',
  'decline',
  'closed',
  'short',
  'lost_before',
  'lost_after',
  'pending_good',
  'pending_bad',
  'late_failure',
];

type Booked = {
  paymentId: string;
  amount: number;
  status: 'succeeded' | 'pending' | 'failed';
  next?: 'succeeded' | 'failed';
};
type Call = Readonly<{ kind: 'post' | 'query' | 'verify'; refundId: string; legId: string; attempt: number }>;

/**
 * For specifications: an account beside a provider with books of its own. Calls and notifications are put into a bag and
 * taken out in any order; the time moves when it is told to. It does what the service does after a commit, and no more.
 */
export class ProviderSimulation {
  account: Account = EMPTY_ACCOUNT;
  readonly told: AccountEvent[] = [];
  readonly books = new Map<string, Booked>();
  private bag: Call[] = [];
  private at: Instant = AT;

  /** What the provider has really given back of a payment, and may still. */
  paidBack(paymentId: string): number {
    return [...this.books.values()]
      .filter((each) => each.paymentId === paymentId && each.status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Decides the command and lets what follows begin. */
  send(command: AccountCommand): void {
    const events = eventsOn(this.account, command);
    this.account = decideOn(this.account, command);
    for (const event of events) {
      this.told.push(event);
      if (event.type === 'refund_leg.submitted') {
        const { refundId, legId, attempts: attempt } = event.data;
        this.bag.push({ kind: 'post', refundId, legId, attempt });
      }
      if (event.type === 'account.leg_asked') {
        const { refundId, legId } = event.data;
        const attempt = legAt(this.account, event.data)?.leg.attempts ?? 0;
        this.bag.push({ kind: 'query', refundId, legId, attempt });
      }
    }
  }

  get isQuiet(): boolean {
    return this.bag.length === 0;
  }

  /** Carries out the call at this place of the bag, twice if it is told to. */
  carryOut(place: number, treatment: Treatment, twice = false): void {
    // Calls about one leg wait for each other, as the service's do: a question about a try that is still on its way would
    // be answered with the try before it.
    const first = this.bag.filter((call, at) => this.bag.findIndex(({ legId }) => legId === call.legId) === at);
    const call = first[place % Math.max(1, first.length)];
    if (call === undefined) return;
    this.bag = this.bag.filter((other) => other !== call);
    for (let times = twice ? 2 : 1; times > 0; times--) {
      if (call.kind === 'post') this.hear(call, this.post(call, treatment));
      else this.query(call);
    }
  }

  /** The provider ends what is pending, and says so: a reason to ask, nothing more. */
  endPending(): void {
    for (const [legId, booked] of this.books) {
      if (booked.next === undefined) continue;
      booked.status = booked.next;
      delete booked.next;
      const found = this.account.refunds.find(({ legs }) => legs.some((leg) => leg.legId === legId));
      const attempt = found?.legs.find((leg) => leg.legId === legId)?.attempts ?? 0;
      if (found) this.bag.push({ kind: 'query', refundId: found.refundId, legId, attempt });
    }
  }

  /** Lets the time go on to the next deadline. */
  wakeNext(): boolean {
    const [next] = [...(accountAggregate.deadlines?.(this.account) ?? [])].sort(
      (a, b) => millis(a.dueAt) - millis(b.dueAt),
    );
    if (next === undefined) return false;
    if (millis(next.dueAt) > millis(this.at)) this.at = next.dueAt;
    this.send({ type: 'DeadlineReached', data: { name: next.name, token: next.token, at: this.at } });
    return true;
  }

  private post({ legId, refundId }: Call, treatment: Treatment): ProviderAnswer {
    const leg = legAt(this.account, { refundId, legId })?.leg;
    const known = this.books.get(legId);
    if (leg === undefined || (known && known.status !== 'failed')) return this.answerOf(known);
    if (treatment === 'lost_before') return { outcome: 'silence' };
    const booked: Booked = { paymentId: leg.paymentId ?? '', amount: leg.amount, status: 'succeeded' };
    this.books.set(legId, booked);
    switch (treatment) {
      case 'succeed':
        return { outcome: 'succeeded' };
      case 'lost_after':
        return { outcome: 'silence' };
      case 'late_failure':
        booked.next = 'failed';
        return { outcome: 'succeeded' };
      case 'pending_good':
      case 'pending_bad':
        booked.status = 'pending';
        booked.next = treatment === 'pending_good' ? 'succeeded' : 'failed';
        return { outcome: 'pending' };
      case 'decline':
      case 'closed':
      case 'short':
        booked.status = 'failed';
        return { outcome: 'failed', code: CODES[treatment] };
    }
  }

  private answerOf(booked: Booked | undefined): ProviderAnswer {
    if (booked === undefined) return { outcome: 'never_heard' };
    return booked.status === 'failed' ? { outcome: 'failed', code: 'declined' } : { outcome: booked.status };
  }

  private query(call: Call): void {
    const found = legAt(this.account, call);
    const answer = this.answerOf(this.books.get(call.legId));
    this.hear({ ...call, attempt: found?.leg.attempts ?? 0 }, answer);
  }

  private hear({ refundId, legId, attempt }: Call, answer: ProviderAnswer): void {
    this.send({ type: 'HearProvider', data: { refundId, legId, attempt, answer, at: this.at } });
    const found = legAt(this.account, { refundId, legId });
    if (found === undefined || agrees(found.leg, answer)) return;
    const word = this.answerOf(this.books.get(legId));
    this.send({ type: 'CorrectLeg', data: { refundId, legId, seen: found.refund.version, answer: word, at: this.at } });
  }
}

const CODES = { decline: 'declined', closed: 'account_closed', short: 'insufficient_balance' } as const;
