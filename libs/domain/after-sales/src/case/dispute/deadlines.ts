import type { DisputeDeadlineKind, DisputeFacts, DisputeStatus } from '@amends/contracts';
import { between, HOUR_MS, later, millis, type Instant, type LiveDeadline } from '@amends/kernel';
import { OFFER_MS, REVIEW_REST_MIN_MS } from '../../policy/timers';
import type { Dispute, DisputeDeadline } from './dispute';
import type { DisputeAction } from './transitions';

/** T-evidence, T-verdict and T-appeal (timers.md). */
const EVIDENCE_MS = 48 * HOUR_MS;
const VERDICT_MS = 72 * HOUR_MS;
const APPEAL_MS = 72 * HOUR_MS;

/** What happens by itself when nobody has moved (rulings.md 3.4). */
export const onDisputeExpiry: Readonly<Record<DisputeDeadlineKind, string>> = {
  evidence: 'default_judgement',
  offer: 'expire',
  verdict: 'escalate',
  appeal: 'final',
};

/** The actions that the end of a deadline makes impossible; that of a verdict only for who let it pass. */
export const disputeEndedBy: Readonly<Record<DisputeDeadlineKind, readonly DisputeAction[]>> = {
  evidence: ['evidence', 'evidence_requests', 'withdraw'],
  offer: ['accept_proposal', 'decline_proposal'],
  verdict: ['proposals', 'verdict'],
  appeal: ['appeal'],
};

/** What a status waits for from the instant it is entered. A review that gave way to a proposal goes on with its rest, at least 12 h. */
export const disputeDeadlineOf = (
  status: DisputeStatus,
  from: Instant,
  reviewRestMs: number | null = null,
): DisputeFacts['disputeDeadline'] => {
  switch (status) {
    case 'awaiting_response':
    case 'awaiting_evidence':
      return { kind: 'evidence', dueAt: later(from, EVIDENCE_MS) };
    case 'under_review':
      return {
        kind: 'verdict',
        dueAt: later(from, reviewRestMs === null ? VERDICT_MS : Math.max(reviewRestMs, REVIEW_REST_MIN_MS)),
      };
    case 'mediation':
      return { kind: 'offer', dueAt: later(from, OFFER_MS) };
    case 'verdict_issued':
      return { kind: 'appeal', dueAt: later(from, APPEAL_MS) };
    case 'appeal_review':
      return { kind: 'verdict', dueAt: later(from, VERDICT_MS) };
    case 'final':
    case 'closed':
    case 'resolved_by_parties':
    case 'withdrawn':
      return null;
  }
};

/** What is left of the deadline in milliseconds, never below 0. */
export const disputeRest = ({ dueAt }: DisputeDeadline, at: Instant): number => Math.max(0, between(at, dueAt));

export const isDisputeOver = (deadline: DisputeDeadline, at: Instant): boolean => millis(at) >= millis(deadline.dueAt);

const deadlineName = (disputeId: string, kind: DisputeDeadlineKind): string => `${disputeId}/${kind}`;

/** The dispute whose deadline has this name and number, while it is due. */
export const dueDispute = (
  disputes: readonly Dispute[],
  { name, token, at }: Readonly<{ name: string; token: number; at: Instant }>,
): (Dispute & Readonly<{ deadline: DisputeDeadline }>) | undefined =>
  disputes.find(
    (dispute): dispute is Dispute & Readonly<{ deadline: DisputeDeadline }> =>
      dispute.deadline !== null &&
      dispute.deadline.token === token &&
      deadlineName(dispute.id, dispute.deadline.kind) === name &&
      isDisputeOver(dispute.deadline, at),
  );

export const liveDisputeDeadlines = (disputes: readonly Dispute[]): readonly LiveDeadline[] =>
  disputes.flatMap(({ id, deadline }) =>
    deadline === null
      ? []
      : [
          {
            name: deadlineName(id, deadline.kind),
            kind: deadline.kind,
            token: deadline.token,
            dueAt: deadline.dueAt,
          },
        ],
  );
