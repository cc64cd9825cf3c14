import { refuse, total, type Refusal } from '@amends/kernel';
import { nextQuery } from '../leg/schedule';
import { chargeLegs, isExternal, type Leg, type PlannedLeg } from '../leg/leg';
import { FAILED } from '../leg/transitions';
import { hasOpenRemedy, type Refund } from '../refund/refund';
import { refundLife, type RefundActor } from '../refund/transitions';
import { refundOf, type AskedRefund } from './account';
import type { AccountRefusal } from './commands';
import { conclude } from './concluding';
import { isCovered, lineBalances, paymentBalance } from './ledger';
import { withSetOff } from './set-off';
import { factsOf, tell, tellOf, tellOfLeg, tellOfNew, type Story } from './story';
import { coverAll, planLegs, replanLegs } from './tenders';

/** F1, F2, F4: sets the money aside and submits every leg, in one decision; or refuses, and holds nothing. */
export const reserve = (story: Story, asked: AskedRefund): Story => {
  if (!isCovered(story.account, asked.money)) return tellOfNew(story, asked, 'refund.failed', EXCEEDS);
  const { refundId, setOff = 0 } = asked;
  const legs = withSetOff(planLegs(story.account, refundId, asked.money), refundId, setOff);
  if (!coverAll(legs, asked.money)) return tellOfNew(story, asked, 'refund.failed', EXCEEDS);

  return start(story, asked, legs);
};

/** Why nothing was set aside. */
export const EXCEEDS = 'refund_exceeds_remaining';

/**
 * Tries every failed leg again at once, under its number. A refund that held nothing reserves anew first. Refused with
 * `invalid_transition` where nothing has failed, with `refund_exceeds_remaining` where the money is gone.
 */
export const retry = (story: Story, refund: Refund): Story | Refusal<AccountRefusal> => {
  const { refundId, status, legs, money } = refund;
  if (!isRetryable(refund))
    return refuse('invalid_transition', 'nothing of the refund has failed, or another way is being asked about', {
      currentStatus: status,
      allowedActions: [],
    });
  if (status !== 'failed') return startLegs(tellOf(story, refundId, 'refund.retried', { trying: true }), refundId);

  const plan = refund.charge
    ? chargeLegs(refundId, refund.charge)
    : legs.length === 0
      ? planLegs(story.account, refundId, money)
      : replanLegs(story.account, refundId, legs, refund.legsPlanned);
  const isThere = refund.charge ? paymentsHave(story, plan) : isCovered(story.account, money) && coverAll(plan, money);
  if (!isThere)
    return refuse(EXCEEDS, 'less is left than the refund gives back', { maxRefundable: cashLeft(story, refund) });

  const changed = plan.length !== legs.length || plan.some(({ legId }) => !legs.some((leg) => leg.legId === legId));
  const retried = tellOf(story, refundId, 'refund.retried', { trying: true });
  return conclude(startLegs(changed ? tellPlan(retried, refundId, plan) : retried, refundId), refundId);
};

/** Whether somebody may ask for another try: something has failed, and nobody is asked about another way. */
export const isRetryable = (refund: Refund): boolean =>
  refundLife.permits(refund.status, 'retry') &&
  (refund.status === 'failed' || refund.legs.some((leg) => FAILED.has(leg.status))) &&
  !hasOpenRemedy(refund);

/** What this actor may ask for now. */
export const allowedActions = (refund: Refund, by: RefundActor): readonly string[] =>
  isRetryable(refund) && refundLife.permits(refund.status, 'retry', by) ? ['retry'] : [];

/** Sets these legs aside and submits them: the money is there. */
export const start = (story: Story, asked: AskedRefund, legs: readonly PlannedLeg[]): Story => {
  const { refundId } = asked;
  const planned = tellPlan(tellOfNew(story, asked, 'refund.created'), refundId, legs);
  return conclude(startLegs(tellOf(planned, refundId, 'refund.processing'), refundId), refundId);
};

/** Asks the provider for one leg, once more or for the first time, and says when it will be asked what became of it. */
export const submit = (story: Story, refund: Pick<Refund, 'refundId' | 'afterSaleId'>, leg: Leg): Story => {
  const submitted = tellOfLeg(story, refund, leg, 'refund_leg.submitted', { attempts: leg.attempts + 1 });
  const since = refundOf(submitted.account, refund.refundId)?.legs.find(({ legId }) => legId === leg.legId)?.since;
  return tell(submitted, {
    type: 'account.leg_waits',
    data: {
      refundId: refund.refundId,
      legId: leg.legId,
      for: 'query',
      dueAt: nextQuery(since ?? story.at, story.at),
      occurredAt: story.at,
    },
  });
};

/** Money legs that have not succeeded: the provider is asked, our own books are written. Points wait for the money. */
const startLegs = (story: Story, refundId: string): Story => {
  const refund = refundOf(story.account, refundId);
  if (refund === undefined) return story;
  const waiting = refund.legs.filter(
    ({ status, tender }) => tender !== 'points' && (status === 'pending' || FAILED.has(status)),
  );
  return waiting.reduce(
    (told, leg) => (isExternal(leg) ? submit(told, refund, leg) : tellOfLeg(told, refund, leg, 'refund_leg.succeeded')),
    story,
  );
};

/** The legs of a refund from now on, beside those that have succeeded. */
export const tellPlan = (story: Story, refundId: string, legs: readonly PlannedLeg[]): Story =>
  tell(story, {
    type: 'account.refund_planned',
    data: { refundId, legs: legs.map(plainLeg), occurredAt: factsOf(story).occurredAt },
  });

const plainLeg = ({ legId, tender, paymentId, refundNumber, amount, covers }: PlannedLeg): PlannedLeg => ({
  legId,
  tender,
  paymentId,
  refundNumber,
  amount,
  covers,
});

/** Whether the payments still have what these legs are to take from them. */
export const paymentsHave = (story: Story, legs: readonly PlannedLeg[]): boolean =>
  [...(story.account.order?.payments ?? []), ...story.account.charges].every(
    ({ paymentId }) =>
      total(legs.filter((leg) => leg.paymentId === paymentId).map(({ amount }) => amount)) <=
      paymentBalance(story.account, paymentId).remaining,
  );

const cashLeft = (story: Story, { money }: Refund): number =>
  total(
    lineBalances(story.account)
      .filter(({ lineNumber }) => money.lines.some((line) => line.lineNumber === lineNumber))
      .map(({ cash }) => cash.remaining),
  );
