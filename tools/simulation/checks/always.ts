import { policyAggregate, type InsuredOrder } from '@amends/domain/insurance';
import {
  accountAggregate,
  buyerCreditAggregate,
  isBalanced,
  openOf,
  standingOf,
  type Account,
  type BuyerCredit,
} from '@amends/domain/refunds';
import { between, DAY_MS, HOUR_MS } from '@amends/kernel';
import { accountsOf, must, refundsOf, statesOf, type World } from './world';

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
  for (const { paymentId, amount } of [...(account.order?.payments ?? []), ...account.charges])
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
): number => (money === null ? 0 : money.lines.reduce((total, { cash }) => total + cash, money.shippingFee));

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
