import type { Leg } from '../leg/leg';
import { turnOf, type ProviderLimits, type Sending } from '../leg/limits';
import { legLife } from '../leg/transitions';
import type { Account } from './account';
import { conclude } from './concluding';
import { legAt } from './hearing';
import { tell, tellOfLeg, type Story } from './story';

type Try = Readonly<{ refundId: string; legId: string; attempt: number; limits: ProviderLimits }>;

/**
 * F4: a try that the provider's limits do not allow yet goes back into the queue of its payment, before anybody is asked;
 * one that they will never allow is final. It may be sent when nothing is told.
 */
export const takeTurn = (story: Story, { limits, attempt, ...place }: Try): Story => {
  const found = legAt(story.account, place);
  if (found === undefined || found.leg.attempts !== attempt || !legLife.permits(found.leg.status, 'queue'))
    return story;
  const { refund, leg } = found;
  const paidAt = story.account.order?.paidAt ?? null;
  const turn = turnOf(limits, before(story.account, leg), { paidAt, at: story.at });
  if (turn === 'now') return story;
  const attempts = attempt - 1; // Nobody was asked: the try does not count.
  if ('never' in turn) {
    const about = { attempts, failureCode: turn.never };
    return conclude(tellOfLeg(story, refund, leg, 'refund_leg.failed{failed_final}', about), refund.refundId);
  }
  const queued = tellOfLeg(story, refund, leg, 'refund_leg.queued', { attempts });
  const { refundId, legId } = place;
  return tell(queued, {
    type: 'account.leg_waits',
    data: { refundId, legId, for: 'turn', dueAt: turn.notBefore, occurredAt: story.at },
  });
};

/** The legs of the same payment that came before this one: sent, or waiting for longer. */
const before = ({ refunds }: Account, leg: Leg): readonly Sending[] => {
  const legs = refunds.flatMap((refund) => refund.legs);
  const place = legs.findIndex(({ legId }) => legId === leg.legId);
  const isBefore = (instant: string, since: string | null, index: number) =>
    since === null || instant < since || (instant === since && index < place);
  return legs.flatMap((other, index): Sending | readonly Sending[] => {
    if (other.legId === leg.legId || other.paymentId !== leg.paymentId) return [];
    const { status, submittedAt, queuedAt } = other;
    if (status === 'pending')
      return queuedAt !== null && isBefore(queuedAt, leg.queuedAt ?? leg.submittedAt, index) ? { queuedAt } : [];
    return submittedAt !== null && isBefore(submittedAt, leg.submittedAt, index) ? { sentAt: submittedAt } : [];
  });
};
