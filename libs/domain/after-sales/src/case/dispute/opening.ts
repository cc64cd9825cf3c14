import type { DisputeOpener, Sealed } from '@amends/contracts';
import { isRefusal, type Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseRefusal } from '../commands';
import type { Mover, Trigger } from '../life';
import { rowOf } from '../life-of';
import { moverOf, permitted } from '../permission';
import { factsOf, story, type Story } from '../story';
import type { Ticket } from '../ticket';
import { pause } from '../waiting';
import type { DisputeDataOf } from './commands';
import { disputeDeadlineOf } from './deadlines';
import { disputeLife } from './transitions';

/** A party asks the platform about a rejection, in time (K11, D1). */
export const openDispute = (
  data: DisputeDataOf<'OpenDispute'>,
  state: OpenedCase,
): Decision<CaseEvent, CaseRefusal> => {
  const ticket = permitted(state, { ...data, action: 'dispute' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  const openedBy = data.by.role === 'merchant' ? 'merchant' : 'buyer';
  const { claim, evidenceIds } = data;
  open(telling, ticket, { on: 'dispute', by: moverOf(data.by), openedBy, claim, evidenceIds });
  return telling.events();
};

/** Goods are refused that money was advanced for: the platform asks both by itself (A4, rulings.md 6.2). */
export const openForPlatform = (telling: Story, ticket: Ticket): void =>
  open(telling, ticket, {
    on: 'advance_contested',
    by: 'refunds',
    openedBy: 'platform',
    claim: null,
    evidenceIds: [],
  });

type Opening = Readonly<{
  on: Trigger;
  by: Mover;
  openedBy: DisputeOpener;
  claim: Sealed | null;
  evidenceIds: readonly string[];
}>;

/** The ticket waits from here on, and so do all its deadlines. */
const open = (telling: Story, ticket: Ticket, { on, by, ...opening }: Opening): void => {
  const { at, fresh } = telling.asked;
  const now = telling.latest(ticket);
  const row = rowOf(now, on, by, 'dispute.opened');
  if (row === undefined || now.underIntervention) return;
  const disputeStatus = disputeLife.initial;
  telling.tell({
    type: 'dispute.opened',
    data: {
      ...factsOf(telling, now, { status: row.to, underIntervention: true }),
      ...opening,
      disputeId: fresh.disputeId,
      disputeStatus,
      disputeVersion: 1,
      disputeDeadline: disputeDeadlineOf(disputeStatus, at),
    },
  });
  pause(telling, ticket, 'dispute');
};
