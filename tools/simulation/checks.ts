import { bookingsOf, ACCOUNTS, type Booking } from '@amends/domain/ledger';
import { policyAggregate, type InsuredOrder } from '@amends/domain/insurance';
import {
  accountAggregate,
  buyerCreditAggregate,
  FAILED,
  isBalanced,
  isExternal,
  openOf,
  standingOf,
  TRYING,
  type Account,
  type BuyerCredit,
  type Refund,
} from '@amends/domain/refunds';
import { between, DAY_MS, HOUR_MS, type Message } from '@amends/kernel';
import type { StoredEvent } from '@amends/platform/event-store';
import type { InsurerOutside } from './insurer';
import type { ProviderOutside } from './provider';
import type { Shop } from './shop';
import { Violation } from './stage';
import type { Database } from './store';

/** What is looked at: the two databases, and the books of those outside. */
export type World = Readonly<{
  refunds: Database;
  insurance: Database;
  provider: ProviderOutside;
  insurer: InsurerOutside;
  shop: Shop;
  now: () => string;
}>;

type Named = readonly [string, boolean];
const must = (what: string, holds: boolean): void => {
  if (!holds) throw new Violation(what);
};
const mustAll = (...rules: readonly Named[]): void => rules.forEach(([what, holds]) => must(what, holds));

const statesOf = <State>(database: Database, category: string): readonly State[] =>
  [...database.streams.values()]
    .filter(({ aggregate }) => aggregate.category === category)
    .map(({ state }) => state as State);
const accountsOf = ({ refunds }: World): readonly Account[] => statesOf(refunds, accountAggregate.category);

/** What must hold at every moment: looked at after each commit, of the streams that it changed. */
export const checkStep = (world: World, service: string, streamIds: readonly string[]): void => {
  for (const streamId of streamIds) {
    const stream = (service === 'refunds' ? world.refunds : world.insurance).streams.get(streamId);
    if (stream?.aggregate.category === accountAggregate.category) checkAccount(world, stream.state as Account);
    if (stream?.aggregate.category === policyAggregate.category) checkInsurance(world, stream.state as InsuredOrder);
  }
  if (service === 'refunds') checkExposures(world);
};

/** I1, I3: no payment gives back more than was captured, by our books and by the provider's; each book sums to zero. */
const checkAccount = ({ provider }: World, account: Account): void => {
  must('I3: the account of an order does not balance', isBalanced(account));
  for (const { paymentId, amount } of account.order?.payments ?? [])
    must(
      `I1: the provider gives back more of ${paymentId} than was captured`,
      provider.books.paidBack(paymentId) <= amount,
    );
};

/** I12: the insurer pays once per parcel, and never above the cover. */
const checkInsurance = ({ insurer }: World, { policy, claims, tickets }: InsuredOrder): void => {
  const parcels = new Map<string, number>();
  for (const { claimId, afterSaleId, method } of claims) {
    const paid = insurer.claims.get(claimId)?.paid ?? 0;
    const cover = method === 'pickup' ? policy?.cover.pickup : policy?.cover.selfShip;
    must(`I12: ${claimId} was paid above its cover`, paid <= (cover ?? 0));
    const parcel = tickets.find((ticket) => ticket.afterSaleId === afterSaleId)?.parentId ?? afterSaleId;
    if (paid > 0) parcels.set(parcel, (parcels.get(parcel) ?? 0) + 1);
  }
  must(
    'I12: a parcel was paid for twice',
    [...parcels.values()].every((times) => times === 1),
  );
};

/** I3: what a buyer is exposed by is what his orders have promised or advanced, and is not settled. */
const checkExposures = (world: World): void => {
  const open = new Map<string, number>();
  for (const { order, fastRefunds } of accountsOf(world))
    for (const fast of fastRefunds) {
      const promised = fast.stage === 'eligible' || fast.stage === 'advancing' ? promisedOf(fast.money) : 0;
      if (order !== null)
        open.set(order.buyerId, (open.get(order.buyerId) ?? 0) + promised + openOf(fast) + fast.goodsOwed);
    }
  if (accountsOf(world).some(({ order, fastRefunds }) => order === null && fastRefunds.length > 0)) return;
  for (const credit of statesOf<BuyerCredit>(world.refunds, buyerCreditAggregate.category)) {
    const { exposure } = standingOf(credit);
    const expected = open.get(credit.buyerId ?? '') ?? 0;
    must(
      `I3: ${credit.buyerId ?? ''} is exposed by ${String(exposure)}, his orders say ${String(expected)}`,
      exposure === expected,
    );
  }
};

const promisedOf = (
  money: Readonly<{ lines: readonly Readonly<{ cash: number }>[]; shippingFee: number }> | null,
): number => (money === null ? 0 : money.lines.reduce((sum, { cash }) => sum + cash, money.shippingFee));

/** I10: after days of silence every leg that is still open is somebody's item. */
export const checkSilence = (world: World): void => {
  for (const { refundId, legs } of refundsOf(world))
    for (const { legId, status, since, overdue } of legs)
      if (
        (status === 'submitted' || status === 'unknown') &&
        since !== null &&
        between(since, world.now()) > 3 * DAY_MS + 6 * HOUR_MS
      )
        must(`I10: ${legId} of ${refundId} is unknown for too long and nobody's item`, overdue);
};

/** What must hold once everything has come to rest. */
export const checkEnd = (world: World): void => {
  checkRequests(world);
  checkProvider(world);
  checkAdvances(world);
  checkPolicies(world);
  checkBooks(world);
  checkPast(world.refunds);
  checkPast(world.insurance);
};

/** I2: each refund that was asked for was given back once, settled by an advance, or is an operator's item. */
const checkRequests = (world: World): void => {
  const accounts = accountsOf(world);
  const flagged = new Set(
    accounts.flatMap((account) =>
      (accountAggregate.listings?.(account) ?? []).filter((row) => row.flagged).map(({ id }) => id),
    ),
  );
  for (const { request } of world.shop.asked) {
    const { refundId } = request;
    const refund = refundsOf(world).find((each) => each.refundId === refundId);
    const settled = accounts.some(({ fastRefunds }) =>
      fastRefunds.some((fast) => fast.asked.some((asked) => asked.request.refundId === refundId && asked.settled)),
    );
    const retriedAsFast = accounts.some(({ fastRefunds, refunds }) =>
      fastRefunds.some(
        (fast) =>
          fast.asked.some((asked) => asked.request.refundId === refundId) &&
          refunds.some((each) => each.refundId === fast.refundId && flagged.has(each.refundId)),
      ),
    );
    must(`I2: nobody knows of the refund ${refundId}`, refund !== undefined || settled || retriedAsFast);
    if (refund !== undefined && refund.status !== 'succeeded' && refund.status !== 'canceled')
      must(`I2: ${refundId} is ${refund.status} and nobody's item`, flagged.has(refundId));
  }
  for (const { refundId, legs, contradicted } of refundsOf(world))
    for (const { legId, status } of legs)
      must(`no dead end: ${legId} of ${refundId} stays ${status}`, contradicted || !TRYING.has(status));
};

/** I2: what the provider has given back is what our books say, number by number. */
const checkProvider = (world: World): void => {
  const legs = new Map(
    refundsOf(world).flatMap((refund) =>
      refund.legs.filter(isExternal).map((leg) => [leg.refundNumber ?? '', { refund, leg }] as const),
    ),
  );
  for (const [number, { amount, status }] of world.provider.books.refunds) {
    if (status === 'failed') continue;
    const known = legs.get(number);
    must(`I2: the provider has given money back under ${number}, which no refund has`, known !== undefined);
    if (known === undefined || known.refund.contradicted) continue;
    mustAll(
      [`I2: the provider says ${status} of ${number}, we say ${known.leg.status}`, known.leg.status === 'succeeded'],
      [
        `I2: ${number} was asked for ${String(known.leg.amount)} and given ${String(amount)}`,
        known.leg.amount === amount,
      ],
    );
  }
  for (const [number, { leg }] of legs)
    if (leg.status === 'succeeded')
      must(
        `I2: we say that ${number} succeeded, the provider does not`,
        world.provider.books.refunds.get(number)?.status === 'succeeded',
      );
    else must(`no dead end: ${number} stays ${leg.status}`, FAILED.has(leg.status) || leg.status === 'pending');
};

/** I3: of every advance somebody has answered in the end: the merchant, the buyer, or the platform. */
const checkAdvances = (world: World): void => {
  for (const { fastRefunds } of accountsOf(world))
    for (const fast of fastRefunds)
      must(
        `no dead end: of the advance for ${fast.afterSaleId} ${String(openOf(fast))} stay open (${fast.stage})`,
        openOf(fast) === 0,
      );
};

/** The insurer has sold and paid what our books say; no question is left. */
const checkPolicies = ({ insurance, insurer }: World): void => {
  for (const { policy, claims, questions } of statesOf<InsuredOrder>(insurance, policyAggregate.category)) {
    must('no dead end: the insurer is still asked something', questions.length === 0);
    if (policy !== null && policy.status === 'in_force')
      must('a policy is in force that was never sold', insurer.policies.has(policy.policyId));
    for (const { claimId, status, insurerPays } of claims) {
      const isPaid = status === 'paid' || status === 'settled';
      must(
        `the claim ${claimId} is ${status}, the insurer has paid ${String(insurer.claims.get(claimId)?.paid)}`,
        (insurer.claims.get(claimId)?.paid ?? 0) === (isPaid ? insurerPays : 0),
      );
    }
  }
};

/** I3: the books in double entry sum to zero, and the provider's account in them is the provider's own. */
const checkBooks = (world: World): void => {
  const books = new Map<string, Map<string, number>>();
  const sums = new Map<string, number>();
  const paid = world.shop.orders.map((order): Message => ({ type: 'order.paid', data: order.paid }));
  for (const event of [...paid, ...world.refunds.log, ...world.insurance.log])
    for (const booking of bookingsOf(event)) book(books, sums, booking);
  const units = { money: 0, points: 0 };
  for (const [account, amount] of sums) units[account.startsWith('points ') ? 'points' : 'money'] += amount;
  mustAll(
    ['I3: the trial balance of money is not zero', units.money === 0],
    ['I3: the trial balance of points is not zero', units.points === 0],
  );

  const captured = world.shop.orders.flatMap(({ paid: { payments } }) => payments).filter(isExternal);
  const givenBack = captured.reduce((sum, { paymentId }) => sum + world.provider.books.paidBack(paymentId), 0);
  const gotBack = world.refunds.log.reduce((sum, event) => sum + paidByBuyer(event), 0);
  const expected = captured.reduce((sum, { amount }) => sum + amount, 0) - givenBack + gotBack;
  const contradicted = refundsOf(world).some((refund) => refund.contradicted);
  must(
    `I3: the books say that the provider holds ${String(sums.get(`money ${ACCOUNTS.provider}`) ?? 0)}, the provider ${String(expected)}`,
    contradicted || (sums.get(`money ${ACCOUNTS.provider}`) ?? 0) === expected,
  );
};

const paidByBuyer = ({ type, data }: StoredEvent): number => {
  const { source, amount } = data as Readonly<{ source?: string; amount?: number }>;
  return type === 'recovery.payment_received' && source === 'payment' ? (amount ?? 0) : 0;
};

const book = (books: Map<string, Map<string, number>>, sums: Map<string, number>, booking: Booking): void => {
  const standing = books.get(booking.ref) ?? new Map<string, number>();
  const lines: readonly (readonly [string, number])[] =
    booking.kind === 'reversal'
      ? [...standing].map(([account, amount]) => [account, -amount])
      : booking.postings.map(({ unit, account, amount }) => [`${unit} ${account}`, amount]);
  for (const [account, amount] of lines) {
    standing.set(account, (standing.get(account) ?? 0) + amount);
    sums.set(account, (sums.get(account) ?? 0) + amount);
  }
  books.set(booking.ref, standing);
};

/** The states are what their events say. */
const checkPast = ({ streams, log }: Database): void => {
  for (const [streamId, { aggregate, state, version }] of streams) {
    const events = log.filter((event) => event.streamId === streamId);
    const folded: unknown = events.reduce<unknown>(
      (before, event) => aggregate.evolve(before, event) as unknown,
      aggregate.initialState,
    );
    mustAll(
      [
        `${aggregate.category}: version ${String(version)} of ${String(events.length)} events`,
        version === events.length,
      ],
      [`${aggregate.category}: its state is not what its events say`, JSON.stringify(folded) === JSON.stringify(state)],
    );
  }
};

const refundsOf = (world: World): readonly Refund[] => accountsOf(world).flatMap(({ refunds }) => refunds);
