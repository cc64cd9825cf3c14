import { policyAggregate, type InsuredOrder } from '@amends/domain/insurance';
import { accountAggregate, FAILED, isExternal, openOf, TRYING } from '@amends/domain/refunds';
import type { Database } from '../store';
import { checkGoods, checkReceived } from './received';
import { accountsOf, must, refundsOf, statesOf, type World } from './world';

/** What must hold once everything has come to rest. */
export const checkEnd = (world: World): void => {
  checkRequests(world);
  checkProvider(world);
  checkReceived(world);
  checkGoods(world);
  checkAdvances(world);
  checkPolicies(world);
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
  for (const { refundId } of world.shop.records.asked) {
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

/** I2: what the provider has given back is what our books say, number by number; what was paid by hand it has not. */
const checkProvider = (world: World): void => {
  const { refunds: booked } = world.provider.books;
  const legs = new Map(
    refundsOf(world).flatMap((refund) =>
      refund.legs.filter(isExternal).map((leg) => [leg.refundNumber ?? '', { refund, leg }] as const),
    ),
  );
  for (const [number, { amount, status }] of booked) {
    if (status === 'failed') continue;
    const known = legs.get(number);
    must(`I2: the provider has given money back under ${number}, which no refund has`, known !== undefined);
    if (known === undefined || known.refund.contradicted) continue;
    const { leg } = known;
    must(
      `I2: the provider says ${status} of ${number}, we say ${leg.status}`,
      leg.status === 'succeeded' && !leg.byHand,
    );
    must(`I2: ${number} was asked for ${String(leg.amount)} and given ${String(amount)}`, leg.amount === amount);
  }
  for (const [number, { leg }] of legs)
    if (leg.status === 'succeeded')
      must(
        `I2: we say that ${number} succeeded, the provider does not`,
        leg.byHand || booked.get(number)?.status === 'succeeded',
      );
    else must(`no dead end: ${number} stays ${leg.status}`, FAILED.has(leg.status) || leg.status === 'pending');
};

/** I3: of every advance somebody has answered in the end: the merchant, the buyer, or the platform. Goods too are back or paid. */
const checkAdvances = (world: World): void => {
  for (const { fastRefunds } of accountsOf(world))
    for (const fast of fastRefunds) {
      const { afterSaleId, stage, goodsOwed } = fast;
      must(
        `no dead end: of the advance for ${afterSaleId} ${String(openOf(fast))} stay open (${stage})`,
        openOf(fast) === 0,
      );
      must(`no dead end: goods of ${afterSaleId} stay owed (${stage})`, goodsOwed === 0);
    }
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

/** The states are what their events say. */
const checkPast = ({ streams, log }: Database): void => {
  for (const [streamId, { aggregate, state, version }] of streams) {
    const own = log.filter((event) => event.streamId === streamId);
    const folded: unknown = own.reduce<unknown>(
      (before, event) => aggregate.evolve(before, event) as unknown,
      aggregate.initialState,
    );
    must(`${aggregate.category}: version ${String(version)} of ${String(own.length)} events`, version === own.length);
    must(
      `${aggregate.category}: its state is not what its events say`,
      JSON.stringify(folded) === JSON.stringify(state),
    );
  }
};
