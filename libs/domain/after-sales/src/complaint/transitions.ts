import type { ComplaintEvent, ComplaintStatus } from '@amends/contracts';
import { machine, type Machine } from '@amends/kernel';

/** What people ask of a complaint, named as the last part of its path. */
export type ComplaintAction = 'answers' | 'close';

/** What happens to it because time has passed. */
export type ComplaintOccurrence = 'answer_expires' | 'closing_expires';

export type ComplaintMover = 'buyer' | 'agent' | 'supervisor' | 'system';

const PLATFORM = ['agent', 'supervisor'] as const;

/** The life of a complaint (requirement M82). Late is answered all the same; after an answer it is the buyer's to go on or to close. */
// prettier-ignore
export const complaintLife: Machine<ComplaintStatus, ComplaintAction | ComplaintOccurrence, ComplaintEvent['type'], ComplaintMover> =
  machine('awaiting_answer', [
    { row: 'CC1', from: 'awaiting_answer', by: PLATFORM,   on: 'answers',         emits: 'complaint.answered',  to: 'answered' },
    { row: 'CC2', from: 'awaiting_answer', by: ['system'], on: 'answer_expires',  emits: 'complaint.escalated', to: 'escalated' },
    { row: 'CC3', from: 'escalated',       by: PLATFORM,   on: 'answers',         emits: 'complaint.answered',  to: 'answered' },
    { row: 'CC4', from: 'answered',        by: PLATFORM,   on: 'answers',         emits: 'complaint.answered',  to: 'answered' },
    { row: 'CC5', from: 'answered',        by: ['system'], on: 'closing_expires', emits: 'complaint.closed',    to: 'closed' },
    { row: 'CC6', from: 'awaiting_answer', by: ['buyer'],  on: 'close',           emits: 'complaint.closed',    to: 'closed' },
    { row: 'CC6', from: 'escalated',       by: ['buyer'],  on: 'close',           emits: 'complaint.closed',    to: 'closed' },
    { row: 'CC6', from: 'answered',        by: ['buyer'],  on: 'close',           emits: 'complaint.closed',    to: 'closed' },
  ]);
