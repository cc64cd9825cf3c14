import type { Instant } from '@amends/kernel';
import type { Leg } from '../leg/leg';
import { isLost } from './lost-legs';
import { isRetryable } from './reserving';
import { hasOpenRemedy, type Refund } from '../refund/refund';

/**
 * Why a person must look, the most pressing first. `books_contradicted`: the provider says that money went out which the
 * books cannot hold; `books_differ`: a reconciliation found a difference; `reversed`: it had succeeded and came back;
 * `account_closed`: it cannot go back to where it came from; `limit_passed`: the provider's limits will never allow it;
 * `failed`: it failed for good; `not_reserved`: the money was not there; `unknown`: nobody has heard of it for too long.
 */
export type AttentionReason =
  | 'books_contradicted'
  | 'books_differ'
  | 'reversed'
  | 'account_closed'
  | 'limit_passed'
  | 'failed'
  | 'not_reserved'
  | 'unknown';

/** `legId` is null where it is about the refund as a whole. */
export type Attention = Readonly<{
  reason: AttentionReason;
  since: Instant;
  legId: string | null;
  possibleActions: readonly string[];
}>;

/** What an operator should look at in a refund; null where everything goes by itself. */
export const attentionOf = (refund: Refund): Attention | null => {
  const { contradicted, differences, legs, reroutes, status, updatedAt } = refund;
  if (status === 'canceled') return null;
  const item = (reason: AttentionReason, since: Instant, leg?: Leg): Attention => ({
    reason,
    since,
    legId: leg?.legId ?? null,
    possibleActions: actionsFor(refund, reason, leg),
  });
  if (contradicted) return item('books_contradicted', updatedAt);
  const [difference] = differences;
  if (difference)
    return item(
      'books_differ',
      difference.since,
      legs.find((leg) => leg.refundNumber === difference.number),
    );
  // What the buyer is asked about is his to answer; after that, or his silence, it is an operator's again.
  if (reroutes.some(({ status: stage }) => stage === 'offered')) return null;
  const failed = legs.filter(isLost);
  const [lost] = [...failed].sort((a, b) => urgency(a) - urgency(b));
  if (lost) return item(reasonOf(lost), lost.concludedAt ?? updatedAt, lost);
  if (status === 'failed') return item(legs.length === 0 ? 'not_reserved' : 'failed', updatedAt);
  const silent = legs.find(({ overdue }) => overdue);
  return silent ? item('unknown', silent.since ?? updatedAt, silent) : null;
};

/** Whether an operator should look. */
export const needsAttention = (refund: Refund): boolean => attentionOf(refund) !== null;

const LIMITS: ReadonlySet<string> = new Set(['too_many_refunds', 'payment_too_old']);

const reasonOf = ({ status, failureCode }: Leg): AttentionReason => {
  if (status === 'abnormal') return 'account_closed';
  if (failureCode === 'late_failure') return 'reversed';
  return LIMITS.has(failureCode ?? '') ? 'limit_passed' : 'failed';
};

const URGENCY: readonly AttentionReason[] = ['reversed', 'account_closed', 'limit_passed', 'failed'];
const urgency = (leg: Leg): number => URGENCY.indexOf(reasonOf(leg));

const actionsFor = (refund: Refund, reason: AttentionReason, leg?: Leg): readonly string[] => [
  ...(isRetryable(refund) ? ['retry'] : []),
  ...(leg !== undefined && isLost(leg) && !hasOpenRemedy(refund) ? ['manual_settlement', 'reroute'] : []),
  ...(refund.settlements.some(({ status }) => status === 'proposed')
    ? ['confirm_settlement', 'decline_settlement']
    : []),
  ...(reason === 'books_contradicted' || reason === 'books_differ' ? ['reconcile'] : []),
];
