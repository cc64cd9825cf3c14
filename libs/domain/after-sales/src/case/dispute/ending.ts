import { refuse, type Refusal } from '@amends/kernel';
import type { CaseRefusal } from '../commands';
import type { Mover } from '../life';
import type { Story } from '../story';
import type { Ticket } from '../ticket';
import { FOUR_EYES_ABOVE, fullAmount } from './judgment';
import { disputeFacts, disputeOf, LEFT_ALONE } from './telling';
import { disputeRow } from './transitions';

/** The ticket is being approved after all: whoever does it, there is nothing left to judge (K14, K15). */
export const endByApproval = (telling: Story, ticket: Ticket, by: Mover): void => {
  const dispute = disputeOf(telling, ticket);
  if (dispute === undefined) return;
  const conceded = disputeRow(dispute.status, 'ticket_approved', 'merchant', 'dispute.conceded');
  const settled = disputeRow(dispute.status, 'ticket_approved', 'agent', 'dispute.settled_by_platform');
  if (by === 'merchant' && conceded !== undefined)
    telling.tell({ type: 'dispute.conceded', data: disputeFacts(telling, ticket, dispute, conceded.to, LEFT_ALONE) });
  if (by !== 'merchant' && settled !== undefined)
    telling.tell({
      type: 'dispute.settled_by_platform',
      data: disputeFacts(telling, ticket, dispute, settled.to, LEFT_ALONE),
    });
};

/** The buyer has withdrawn the ticket itself, and with it the dispute (rulings.md 3.2). */
export const endByCancellation = (telling: Story, ticket: Ticket): void => {
  const dispute = disputeOf(telling, telling.latest(ticket));
  const row = dispute && disputeRow(dispute.status, 'ticket_cancelled', 'buyer', 'dispute.withdrawn');
  if (dispute === undefined || row === undefined) return;
  telling.tell({ type: 'dispute.withdrawn', data: disputeFacts(telling, ticket, dispute, row.to, LEFT_ALONE) });
};

/** So much is for a supervisor to approve, as it is to judge (rulings.md 7.4). */
export const needsSupervisor = (ticket: Ticket, role: string): Refusal<CaseRefusal> | undefined =>
  role === 'agent' && fullAmount(ticket) > FOUR_EYES_ABOVE
    ? refuse('four_eyes_required', 'So much is for a supervisor to decide.')
    : undefined;
