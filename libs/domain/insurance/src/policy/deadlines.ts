import { later, type LiveDeadline } from '@amends/kernel';
import type { Claim } from '../claim/claim';
import { roundOf } from './asking';
import { endOfWindows, isTicketOpen } from './cover';
import type { InsuredOrder, Question } from './policy';
import { PAYOUT_WITHIN_MS } from './terms';
import { policyLife } from './transitions';

/** What is waited for, and until when. */
export type Wait = Readonly<{ deadline: LiveDeadline }> &
  (
    | Readonly<{ for: 'answer'; question: Question }>
    | Readonly<{ for: 'payout'; claim: Claim }>
    | Readonly<{ for: 'end' }>
  );

/** Everything an insurance waits for: the insurer's answers, the payout in time (T-claim), and the end of the windows. */
export const waitsOf = (state: InsuredOrder): readonly Wait[] => [
  ...state.questions.map((question): Wait => ({ for: 'answer', question, deadline: answerOf(state, question) })),
  ...state.claims.filter(isUnpaid).map((claim): Wait => ({ for: 'payout', claim, deadline: payoutOf(claim) })),
  ...endOf(state),
];

const answerOf = (state: InsuredOrder, question: Question): LiveDeadline => ({
  name: `${question.ask}/${question.about}/${String(roundOf(state, question))}`,
  kind: 'insurer_answer',
  token: question.times,
  dueAt: question.againAt,
});

const isUnpaid = ({ status, overdue }: Claim): boolean => !overdue && (status === 'submitted' || status === 'approved');

const payoutOf = ({ claimId, submittedAt, round }: Claim): LiveDeadline => ({
  name: `payout/${claimId}`,
  kind: 'claim_payout',
  token: round + 1,
  dueAt: later(submittedAt, PAYOUT_WITHIN_MS),
});

const endOf = (state: InsuredOrder): readonly Wait[] => {
  const dueAt = endOfWindows(state);
  const { policy, ticketMoves } = state;
  if (policy === null || dueAt === null || isTicketOpen(state)) return [];
  if (!policyLife.permits(policy.status, 'end_of_windows')) return [];
  return [{ for: 'end', deadline: { name: 'end', kind: 'policy_end', token: ticketMoves + 1, dueAt } }];
};
