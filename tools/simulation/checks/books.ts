import { ACCOUNTS, bookingsOf, type Booking } from '@amends/domain/ledger';
import { isExternal } from '@amends/domain/refunds';
import type { Message } from '@amends/kernel';
import { must, refundsOf, sum, type World } from './world';

/** What cannot be owed, or cannot be had: debits are positive. */
const NEVER_NEGATIVE = [ACCOUNTS.advances, ACCOUNTS.receivables, ACCOUNTS.subsidies, ACCOUNTS.writeOffs];
const NEVER_POSITIVE = [ACCOUNTS.bank, ACCOUNTS.carriers];

/** The books in double entry, as they are told to an accountant event by event. */
export class Books {
  private readonly standing = new Map<string, Map<string, number>>();
  private readonly sums = new Map<string, number>();
  private readonly read = new Map<object, number>();

  constructor(private readonly world: () => World) {}

  /** I3: after every event they sum to zero, and no account has the wrong sign. */
  check(): void {
    const { refunds, insurance, shop } = this.world();
    let isChanged = this.follow(shop.told);
    for (const { log } of [refunds, insurance]) isChanged = this.follow(log) || isChanged;
    if (!isChanged) return;
    const units = { money: 0, points: 0 };
    for (const [account, amount] of this.sums) units[account.startsWith('points ') ? 'points' : 'money'] += amount;
    must('I3: the trial balance of money is not zero', units.money === 0);
    must('I3: the trial balance of points is not zero', units.points === 0);
    for (const account of NEVER_NEGATIVE) must(`I3: ${account} is ${String(this.of(account))}`, this.of(account) >= 0);
    for (const account of NEVER_POSITIVE) must(`I3: ${account} is ${String(this.of(account))}`, this.of(account) <= 0);
  }

  /** I3: at the end each account is what those outside, the shop and the single events say. */
  checkEnd(): void {
    const world = this.world();
    if (refundsOf(world).some((refund) => refund.contradicted)) return;
    const is = (account: string, expected: number): void =>
      must(
        `I3: ${account} is ${String(this.of(account))} in the books, and ${String(expected)} by all that happened`,
        this.of(account) === expected,
      );
    const { provider, shop, refunds, insurance } = world;
    const told = (type: string, amountOf: (data: Told) => number): number =>
      sum(
        [...refunds.log, ...insurance.log]
          .filter((event) => event.type === type)
          .map(({ data }) => amountOf(data as Told)),
      );

    const captured = [
      ...shop.orders.flatMap(({ paid: { payments } }) => payments).filter(isExternal),
      ...shop.records.charges,
    ];
    const paidBack = sum(
      [...provider.books.refunds].map(([, { status, amount }]) => (status === 'failed' ? 0 : amount)),
    );
    const from = (source: string) =>
      told('recovery.payment_received', (data) => (data.source === source ? data.amount : 0));
    is(ACCOUNTS.provider, sum(captured.map(({ amount }) => amount)) - paidBack + from('payment'));
    is(ACCOUNTS.bank, -told('refund_leg.succeeded', ({ byHand, amount }) => (byHand === true ? amount : 0)));
    is(ACCOUNTS.advances, 0);
    is(
      ACCOUNTS.receivables,
      told('claim.settled', ({ method, buyerPays }) => (method === 'self_ship' ? 0 : (buyerPays ?? 0))),
    );
    is(
      ACCOUNTS.writeOffs,
      told('recovery.written_off', ({ amount }) => amount),
    );
  }

  private follow(events: readonly Message[]): boolean {
    const from = this.read.get(events) ?? 0;
    for (const event of events.slice(from)) for (const booking of bookingsOf(event)) this.book(booking);
    this.read.set(events, events.length);
    return events.length > from;
  }

  private of(account: string): number {
    return this.sums.get(`money ${account}`) ?? 0;
  }

  private book(booking: Booking): void {
    const standing = this.standing.get(booking.ref) ?? new Map<string, number>();
    const lines: readonly (readonly [string, number])[] =
      booking.kind === 'reversal'
        ? [...standing].map(([account, amount]) => [account, -amount])
        : booking.postings.map(({ unit, account, amount }) => [`${unit} ${account}`, amount]);
    for (const [account, amount] of lines) {
      standing.set(account, (standing.get(account) ?? 0) + amount);
      this.sums.set(account, (this.sums.get(account) ?? 0) + amount);
    }
    this.standing.set(booking.ref, standing);
  }
}

type Told = Readonly<{ amount: number; source?: string; byHand?: boolean; method?: string; buyerPays?: number }>;
