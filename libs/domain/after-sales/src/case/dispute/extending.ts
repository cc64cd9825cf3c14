import { millis, refuse, type Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseRefusal, DataOf } from '../commands';
import { story } from '../story';
import type { Ticket } from '../ticket';
import { isDisputeOver } from './deadlines';
import type { Dispute } from './dispute';
import { disputeFacts } from './telling';
import { disputeRow } from './transitions';

/**
 * The platform gives the dispute of a ticket more time (K19): `deadline_not_armed` unless just this deadline runs,
 * `deadline_not_later` backwards. The ticket itself stands still meanwhile.
 */
export const extendDispute = (
  data: DataOf<'ExtendDeadline'>,
  state: OpenedCase,
  ticket: Ticket,
  dispute: Dispute,
): Decision<CaseEvent, CaseRefusal> => {
  const { kind, until, reason, by, at } = data;
  const { deadline, status } = dispute;
  if (deadline === null || deadline.kind !== kind)
    return refuse('deadline_not_armed', `No deadline ${kind} is running.`);
  if (isDisputeOver(deadline, at)) return refuse('deadline_passed', 'The time for this is over.');
  if (millis(until) <= millis(deadline.dueAt))
    return refuse('deadline_not_later', 'A deadline can only be moved to a later time.');
  const mover = by.role === 'agent' || by.role === 'supervisor' ? by.role : 'operator';
  const row = disputeRow(status, 'deadline_extended', mover, 'dispute.deadline_changed');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({
    type: 'dispute.deadline_changed',
    data: {
      ...disputeFacts(telling, ticket, dispute, row.to),
      ...{ disputeDeadline: { kind: deadline.kind, dueAt: until }, old: deadline.dueAt, because: reason },
    },
  });
  return telling.events();
};
