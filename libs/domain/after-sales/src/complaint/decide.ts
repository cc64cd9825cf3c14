import type { ComplaintEvent, ComplaintFacts, ComplaintStatus, Sealed } from '@amends/contracts';
import { refuse, type Decision, type Instant, type Message, type Refusal } from '@amends/kernel';
import type { Complaint } from './complaint';
import { complaintDeadlineOf, isComplaintOver } from './deadlines';
import { complaintLife, type ComplaintAction } from './transitions';

/** In every command of a person: when, who, and the version he has seen. */
export type AskedOfComplaint = Readonly<{
  at: Instant;
  by: Readonly<{ role: string; id: string }>;
  ifMatch?: number;
}>;

export type ComplaintCommand =
  | Message<
      'FileComplaint',
      AskedOfComplaint &
        Pick<ComplaintFacts, 'complaintId' | 'buyerId' | 'merchantId' | 'orderId' | 'afterSaleId'> & {
          subject: Sealed;
          text: Sealed;
          evidenceIds: readonly string[];
        }
    >
  | Message<'AnswerComplaint', AskedOfComplaint & { text: Sealed }>
  | Message<'CloseComplaint', AskedOfComplaint>
  | Message<'DeadlineReached', { at: Instant; token: number }>;

export type ComplaintRefusal =
  'not_found' | 'forbidden' | 'version_conflict' | 'deadline_passed' | 'invalid_transition';

/** What a command makes of a complaint; null: it has not been filed. Pure. */
export const decideComplaint = (
  command: ComplaintCommand,
  complaint: Complaint | null,
): Decision<ComplaintEvent, ComplaintRefusal> => {
  if (command.type === 'FileComplaint') return complaint === null ? file(command.data) : [];
  if (complaint === null) return refuse('not_found', 'There is no such complaint.');
  switch (command.type) {
    case 'AnswerComplaint':
      return answer(command.data, complaint);
    case 'CloseComplaint':
      return close(command.data, complaint);
    case 'DeadlineReached':
      return expire(command.data, complaint);
  }
};

/** Who may ever ask for an action; everybody else is forbidden it, whatever the state. */
const rolesOf: Readonly<Record<ComplaintAction, readonly string[]>> = {
  answers: ['agent', 'supervisor'],
  close: ['buyer'],
};

/** What a role may ask of it now, sorted by name: from the table and the clock. */
export const complaintActions = (complaint: Complaint, role: string, at: Instant): readonly ComplaintAction[] =>
  (['answers', 'close'] as const).filter(
    (action) => isListed(complaint.status, action, role) && !isTooLate(action, complaint, at),
  );

type DataOf<Type extends ComplaintCommand['type']> = Extract<ComplaintCommand, { type: Type }>['data'];

const file = (data: DataOf<'FileComplaint'>): readonly ComplaintEvent[] => {
  const { complaintId, buyerId, merchantId, orderId, afterSaleId, subject, text, evidenceIds, at } = data;
  const about = { complaintId, buyerId, merchantId, orderId, afterSaleId };
  const facts = { ...about, ...standing('awaiting_answer', at) };
  return [{ type: 'complaint.filed', data: { ...facts, subject, text, evidenceIds } }];
};

/** An answer that comes late is told as late, also where the timer has not yet said so (CC2, CC3). */
const answer = (asked: DataOf<'AnswerComplaint'>, complaint: Complaint): Decision<ComplaintEvent, ComplaintRefusal> => {
  const refused = denied('answers', asked, complaint);
  if (refused !== undefined) return refused;
  const { at, by, text } = asked;
  const late = complaint.status === 'awaiting_answer' && isComplaintOver(complaint, at);
  const data = { ...factsOf(complaint, 'answered', at), number: complaint.answers.length + 1, by, text };
  return [...(late ? [escalated(complaint, at)] : []), { type: 'complaint.answered', data }];
};

const close = (asked: DataOf<'CloseComplaint'>, complaint: Complaint): Decision<ComplaintEvent, ComplaintRefusal> =>
  denied('close', asked, complaint) ?? [closed(complaint, asked.at, 'buyer')];

const expire = ({ at, token }: DataOf<'DeadlineReached'>, complaint: Complaint): readonly ComplaintEvent[] => {
  if (complaint.deadline?.token !== token || !isComplaintOver(complaint, at)) return [];
  return complaint.deadline.kind === 'complaint_answer'
    ? [escalated(complaint, at)]
    : [closed(complaint, at, 'system')];
};

/** Why this person may not do this now, in this order; undefined: he may. */
const denied = (
  action: ComplaintAction,
  { at, by: { role }, ifMatch }: AskedOfComplaint,
  complaint: Complaint,
): Refusal<ComplaintRefusal> | undefined => {
  if (!rolesOf[action].includes(role)) return refuse('forbidden', `The role ${role} may not do this.`);
  const { version, status: currentStatus } = complaint;
  const allowedActions = complaintActions(complaint, role, at);
  if (ifMatch !== undefined && ifMatch !== version)
    return refuse('version_conflict', 'The complaint has changed since.', { version, allowedActions });
  if (!isListed(currentStatus, action, role))
    return refuse('invalid_transition', `Not possible while it is ${currentStatus}.`, {
      currentStatus,
      allowedActions,
    });
  return isTooLate(action, complaint, at)
    ? refuse('deadline_passed', 'The complaint is about to be closed.', { currentStatus, allowedActions })
    : undefined;
};

const isListed = (status: ComplaintStatus, action: ComplaintAction, role: string): boolean =>
  complaintLife.rows.some((row) => row.from === status && row.on === action && row.by.some((mover) => mover === role));

/** A further answer does not keep open what is over; a first one is never too late. */
const isTooLate = (action: ComplaintAction, complaint: Complaint, at: Instant): boolean =>
  action === 'answers' && complaint.status === 'answered' && isComplaintOver(complaint, at);

const escalated = (complaint: Complaint, at: Instant): ComplaintEvent => ({
  type: 'complaint.escalated',
  data: factsOf(complaint, 'escalated', at),
});

const closed = (complaint: Complaint, at: Instant, by: 'buyer' | 'system'): ComplaintEvent => ({
  type: 'complaint.closed',
  data: { ...factsOf(complaint, 'closed', at), by },
});

const factsOf = (complaint: Complaint, status: ComplaintStatus, at: Instant): ComplaintFacts => {
  const { id: complaintId, buyerId, merchantId, orderId, afterSaleId } = complaint;
  return { complaintId, buyerId, merchantId, orderId, afterSaleId, ...standing(status, at) };
};

const standing = (
  complaintStatus: ComplaintStatus,
  occurredAt: Instant,
): Pick<ComplaintFacts, 'complaintStatus' | 'complaintDeadline' | 'occurredAt'> => ({
  complaintStatus,
  complaintDeadline: complaintDeadlineOf(complaintStatus, occurredAt),
  occurredAt,
});
