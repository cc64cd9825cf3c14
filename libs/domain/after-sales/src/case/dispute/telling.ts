import type { DisputeFacts, DisputeStatus, TicketFacts } from '@amends/contracts';
import { factsOf, type Story } from '../story';
import type { Ticket } from '../ticket';
import { disputeDeadlineOf } from './deadlines';
import type { Dispute } from './dispute';

/** What every event of a dispute says: where it stands after it, and its ticket, whose version grows only if it changes. */
export const disputeFacts = (
  telling: Story,
  ticket: Ticket,
  dispute: Dispute,
  to: DisputeStatus,
  changes?: Partial<TicketFacts>,
): DisputeFacts => {
  const now = telling.latest(ticket);
  const { deadline, status, reviewRestMs } = dispute;
  const stays = deadline === null ? null : { kind: deadline.kind, dueAt: deadline.dueAt };
  return {
    ...factsOf(telling, now, changes ?? { ticketVersion: now.version }),
    disputeId: dispute.id,
    disputeStatus: to,
    disputeVersion: dispute.version + 1,
    disputeDeadline: to === status ? stays : disputeDeadlineOf(to, telling.asked.at, reviewRestMs),
  };
};

/** The dispute as told so far. */
export const latestOf = (telling: Story, dispute: Dispute): Dispute =>
  telling.now().disputes.find(({ id }) => id === dispute.id) ?? dispute;

/** The platform has nothing to say about the ticket any more. */
export const LEFT_ALONE = { underIntervention: false } as const;

/** The dispute that keeps the platform busy with a ticket; undefined where none does. */
export const disputeOf = (telling: Story, { disputeId, underIntervention }: Ticket): Dispute | undefined =>
  underIntervention ? telling.now().disputes.find(({ id }) => id === disputeId) : undefined;
