import type { ComplaintEvent, ComplaintFacts, ComplaintFiled } from '@amends/contracts';
import type { Complaint } from './complaint';

/** The complaint after an event. Never fails, never decides; what comes before it was filed leaves nothing. */
export const evolveComplaint = (complaint: Complaint | null, event: ComplaintEvent): Complaint | null => {
  if (event.type === 'complaint.filed') return filed(event.data);
  if (complaint === null) return null;
  const now = withFacts(complaint, event.data);
  switch (event.type) {
    case 'complaint.answered': {
      const { number, by, text, occurredAt: at } = event.data;
      return { ...now, answers: [...now.answers, { number, by: by.role, text, at }] };
    }
    case 'complaint.escalated':
      return { ...now, overdue: true };
    case 'complaint.closed':
      return { ...now, closedBy: event.data.by };
  }
};

const filed = ({ subject, text, evidenceIds, ...facts }: ComplaintFiled['data']): Complaint => {
  const { complaintId: id, buyerId, merchantId, orderId, afterSaleId, occurredAt } = facts;
  const unanswered = { answers: [], overdue: false, closedBy: null, deadline: null, deadlinesStarted: 0, version: 0 };
  const about = { id, buyerId, merchantId, orderId, afterSaleId, subject, text, evidenceIds };
  const complaint = { ...about, ...unanswered, status: facts.complaintStatus };
  return withFacts({ ...complaint, createdAt: occurredAt, updatedAt: occurredAt }, facts);
};

/** What every event says of it; each makes a version. */
const withFacts = (complaint: Complaint, facts: ComplaintFacts): Complaint => {
  const { complaintStatus: status, complaintDeadline, occurredAt: updatedAt } = facts;
  const token = complaint.deadlinesStarted + (complaintDeadline === null ? 0 : 1);
  const deadline = complaintDeadline && { ...complaintDeadline, token };
  return { ...complaint, version: complaint.version + 1, status, deadline, deadlinesStarted: token, updatedAt };
};
