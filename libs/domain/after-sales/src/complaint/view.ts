import type { ComplaintStatus } from '@amends/contracts';
import { between, SECOND_MS, type Instant } from '@amends/kernel';
import type { DeadlineView } from '../case';
import type { Complaint } from './complaint';
import { complaintActions } from './decide';
import { onComplaintExpiry } from './deadlines';
import type { ComplaintAction } from './transitions';

/** A complaint as answered by every call that names it. Words are sealed; whoever may read them opens them. */
export type ComplaintView = Omit<Complaint, 'status' | 'deadline' | 'deadlinesStarted'> &
  Readonly<{ status: ComplaintStatus; deadline: DeadlineView | null; allowedActions: readonly ComplaintAction[] }>;

/** The complaint as a caller of this role sees it at `now`. */
export const complaintView = (complaint: Complaint, role: string, now: Instant): ComplaintView => {
  const { deadlinesStarted: _notShown, deadline, ...shown } = complaint;
  return { ...shown, deadline: deadlineView(deadline, now), allowedActions: complaintActions(complaint, role, now) };
};

const deadlineView = (deadline: Complaint['deadline'], now: Instant): DeadlineView | null =>
  deadline && {
    kind: deadline.kind,
    at: deadline.dueAt,
    secondsLeft: Math.ceil(Math.max(0, between(now, deadline.dueAt)) / SECOND_MS),
    onExpiry: onComplaintExpiry[deadline.kind],
    pausedBy: null,
  };
