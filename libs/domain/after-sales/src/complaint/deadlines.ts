import type { ComplaintDeadlineKind, ComplaintFacts, ComplaintStatus } from '@amends/contracts';
import { DAY_MS, HOUR_MS, later, millis, type Instant, type LiveDeadline } from '@amends/kernel';
import type { Complaint } from './complaint';

/** How long customer service has for the first answer, and the buyer to say that it was none. */
const ANSWER_MS = 48 * HOUR_MS;
const CLOSING_MS = 7 * DAY_MS;

/** What happens by itself when nobody has moved. */
export const onComplaintExpiry: Readonly<Record<ComplaintDeadlineKind, string>> = {
  complaint_answer: 'escalate',
  complaint_closing: 'close',
};

/** What a status waits for from the instant it is entered. An escalated complaint waits for people only. */
export const complaintDeadlineOf = (status: ComplaintStatus, from: Instant): ComplaintFacts['complaintDeadline'] => {
  switch (status) {
    case 'awaiting_answer':
      return { kind: 'complaint_answer', dueAt: later(from, ANSWER_MS) };
    case 'answered':
      return { kind: 'complaint_closing', dueAt: later(from, CLOSING_MS) };
    case 'escalated':
    case 'closed':
      return null;
  }
};

/** Whether the time of a complaint is over, also where the timer has not said so yet. */
export const isComplaintOver = ({ deadline }: Complaint, at: Instant): boolean =>
  deadline !== null && millis(at) >= millis(deadline.dueAt);

/** The instant a complaint waits for. */
export const complaintDeadlines = (complaint: Complaint | null): readonly LiveDeadline[] => {
  if (complaint?.deadline == null) return [];
  const { kind, token, dueAt } = complaint.deadline;
  return [{ name: `${complaint.id}/${kind}`, kind, token, dueAt }];
};
