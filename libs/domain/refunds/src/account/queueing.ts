import type { Instant } from '@amends/kernel';
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
 * one that they will never allow is final. It may be sent when it is told that its turn has come: from then on the others
 * keep their distance, however long ago it was decided.
 */
export const takeTurn = (story: Story, { limits, attempt, ...place }: Try): Story => {
  const found = legAt(story.account, place);
  if (found === undefined || found.leg.attempts !== attempt || !legLife.permits(found.leg.status, 'queue'))
    return story;
  const { refund, leg } = found;
  const paidAt = story.account.order?.paidAt ?? null;
  const turn = turnOf(limits, others(story.account, leg), { paidAt, at: story.at });
  if (turn === 'now')
    return tell(story, { type: 'account.leg_sent', data: { ...place, attempt, occurredAt: story.at } });
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

/** The other legs of the payment that were sent once, or have waited for longer than this one. */
const others = ({ refunds }: Account, leg: Leg): readonly Sending[] => {
  const legs = refunds.flatMap((refund) => refund.legs);
  const place = legs.findIndex(({ legId }) => legId === leg.legId);
  const since = leg.queuedAt ?? leg.submittedAt;
  return legs.flatMap((other, index): readonly Sending[] => {
    if (other.legId === leg.legId || other.paymentId !== leg.paymentId) return [];
    const waiting = waitsSince(other);
    const isAhead = waiting !== null && (since === null || waiting < since || (waiting === since && index < place));
    const sentAt = sentAtOf(other);
    return sentAt === null && !isAhead ? [] : [{ sentAt, isAhead }];
  });
};

/** Since when it has been waiting to be sent; null where it is not. */
const waitsSince = ({ status, sent, attempts, submittedAt, queuedAt }: Leg): Instant | null => {
  if (status === 'pending') return queuedAt;
  const hadTurn = sent !== null && sent.attempt >= attempts;
  return status === 'submitted' && !hadTurn ? (queuedAt ?? submittedAt) : null;
};

/** When it was last sent. Before turns were told it was sent when it was decided. */
const sentAtOf = ({ status, sent, submittedAt }: Leg): Instant | null =>
  sent?.at ?? (status === 'pending' || status === 'submitted' ? null : submittedAt);
