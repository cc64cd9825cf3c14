import { nextQuery, nextRetry, needsOperator } from '../leg/schedule';
import type { Leg } from '../leg/leg';
import { FAILED, legLife } from '../leg/transitions';
import type { Refund } from '../refund/refund';
import { refundLife } from '../refund/transitions';
import { refundOf, type Account } from './account';
import type { ProviderAnswer } from './commands';
import { conclude } from './concluding';
import { isCovered } from './ledger';
import { paymentsHave, submit } from './reserving';
import { isTrying, tell, tellOf, tellOfLeg, type Story } from './story';

type Place = Readonly<{ refundId: string; legId: string }>;

/** F5–F9: the provider's answer to a try, or its silence. Too late for the try, or known: nothing. */
export const hear = (story: Story, at: Place & Readonly<{ attempt: number; answer: ProviderAnswer }>): Story => {
  const found = legAt(story.account, at);
  if (found === undefined || found.leg.attempts !== at.attempt) return story;
  const { refund, leg } = found;
  if (!legLife.permits(leg.status, 'hear')) return story;
  switch (at.answer.outcome) {
    case 'succeeded':
      return conclude(tellOfLeg(story, refund, leg, 'refund_leg.succeeded'), refund.refundId);
    case 'failed':
      return conclude(fail(story, refund, leg, at.answer.code), refund.refundId);
    case 'pending':
      return story;
    case 'silence':
      return legLife.permits(leg.status, 'hear_nothing') ? tellOfLeg(story, refund, leg, 'refund_leg.unknown') : story;
    case 'never_heard':
      return submit(story, refund, leg);
  }
};

const fail = (story: Story, refund: Refund, leg: Leg, failureCode: string): Story => {
  switch (failureCode) {
    case 'account_closed':
      return tellOfLeg(story, refund, leg, 'refund_leg.failed{abnormal}', { failureCode });
    case 'rate_limited':
    case 'insufficient_balance': {
      const dueAt = nextRetry(leg.retries, story.at);
      if (dueAt === undefined) return tellOfLeg(story, refund, leg, 'refund_leg.failed{failed_final}', { failureCode });
      const told = tellOfLeg(story, refund, leg, 'refund_leg.failed{failed_retryable}', { failureCode });
      const { refundId } = refund;
      return tell(told, {
        type: 'account.leg_waits',
        data: { refundId, legId: leg.legId, for: 'retry', dueAt, occurredAt: story.at },
      });
    }
    default:
      return tellOfLeg(story, refund, leg, 'refund_leg.failed{failed_final}', { failureCode });
  }
};

/**
 * The provider's present word where it contradicts what was concluded: a success that failed later, or a failure that
 * turned out to have gone through. The caller has asked for it after this leg was concluded.
 */
export const correct = (story: Story, at: Place & Readonly<{ answer: ProviderAnswer }>): Story => {
  const found = legAt(story.account, at);
  if (found === undefined) return story;
  const { refund, leg } = found;
  if (!legLife.permits(leg.status, 'contradict')) return story;
  if (leg.byHand) return at.answer.outcome === 'succeeded' ? contradicted(story, refund, leg) : story;
  if (leg.status === 'succeeded' && at.answer.outcome === 'failed') return reverse(story, refund, leg, at.answer.code);
  if (FAILED.has(leg.status) && at.answer.outcome === 'succeeded') return succeedLate(story, refund, leg);
  return story;
};

/** The money has come back to the payment. Of the only money leg the points are taken back too (rulings.md 5.4). */
const reverse = (story: Story, refund: Refund, leg: Leg, failureCode: string): Story => {
  const failed = tellOfLeg(story, refund, leg, 'refund_leg.failed{failed_final}', { failureCode });
  if (!refundLife.permits(refund.status, 'reverse')) return conclude(failed, refund.refundId);

  const others = refund.legs.filter(({ legId, tender }) => legId !== leg.legId && tender !== 'points');
  if (others.some(({ status }) => status === 'succeeded'))
    return tellOf(failed, refund.refundId, 'refund.reversed{partially_succeeded}');
  // Nothing is out any more, but something is still on its way: it stays held.
  if (others.some(isTrying)) return tellOf(failed, refund.refundId, 'refund.reversed{processing}');

  const points = refund.legs.filter(({ tender, status }) => tender === 'points' && status === 'succeeded');
  const takenBack = points.reduce(
    (told, each) => tellOfLeg(told, refund, each, 'refund_leg.failed{failed_final}', { failureCode: TAKEN_BACK }),
    failed,
  );
  return tellOf(takenBack, refund.refundId, 'refund.reversed{failed}');
};

/** Why points failed that had been given back: the money they belong to did not stay. */
export const TAKEN_BACK = 'money_reversed';

/** A refund that failed holds nothing: what went out nevertheless is booked if the books can hold it, else shown. */
const succeedLate = (story: Story, refund: Refund, leg: Leg): Story => {
  const { refundId } = refund;
  const succeeded = (told: Story) => conclude(tellOfLeg(told, refund, leg, 'refund_leg.succeeded'), refundId);
  if (refundLife.permits(refund.status, 'conclude')) return succeeded(story);
  if (refund.status === 'failed' && isCovered(story.account, refund.money) && paymentsHave(story, refund.legs))
    return succeeded(tellOf(story, refundId, 'refund.retried'));
  return contradicted(story, refund, leg);
};

/** More has gone out than the books can hold: nothing is booked, a person must look. */
const contradicted = (story: Story, { refundId, contradicted: isKnown }: Refund, { legId }: Leg): Story =>
  isKnown ? story : tell(story, { type: 'account.leg_contradicted', data: { refundId, legId, occurredAt: story.at } });

/** A leg's time has come: the provider is asked what became of it, or asked for it, again or at last. A late wake-up: nothing. */
export const wake = (story: Story, { name, token }: Readonly<{ name: string; token: number }>): Story => {
  const found = story.account.refunds
    .flatMap((refund) => refund.legs.map((leg) => ({ refund, leg })))
    .find(({ leg }) => leg.token === token && deadlineName(leg) === name);
  if (found === undefined) return story;
  const { refund, leg } = found;
  if (leg.waits?.for !== 'query') return submit(story, refund, leg);

  const since = leg.since ?? story.at;
  const about = { refundId: refund.refundId, legId: leg.legId, occurredAt: story.at };
  return tell(
    story,
    { type: 'account.leg_asked', data: { ...about, overdue: needsOperator(since, story.at) } },
    { type: 'account.leg_waits', data: { ...about, for: 'query', dueAt: nextQuery(since, story.at) } },
  );
};

/** The name of what a leg waits for; undefined when it waits for nothing. */
export const deadlineName = ({ legId, waits }: Leg): string | undefined =>
  waits === null ? undefined : `${legId}/psp_${waits.for}`;

/**
 * Whether the answer says what the leg has come to; an answer that is no final word contradicts nothing. What was paid by
 * hand has failed at the provider.
 */
export const agrees = ({ status, byHand }: Pick<Leg, 'status' | 'byHand'>, answer: ProviderAnswer): boolean => {
  if (byHand) return answer.outcome !== 'succeeded';
  if (answer.outcome === 'succeeded') return status === 'succeeded';
  if (answer.outcome === 'failed') return FAILED.has(status);
  return true;
};

/** A leg with its refund. */
export const legAt = (
  account: Account,
  { refundId, legId }: Place,
): Readonly<{ refund: Refund; leg: Leg }> | undefined => {
  const refund = refundOf(account, refundId);
  const leg = refund?.legs.find((each) => each.legId === legId);
  return refund && leg ? { refund, leg } : undefined;
};
