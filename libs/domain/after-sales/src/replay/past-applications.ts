import type { AfterSaleSubmitted } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import { NOTHING_KNOWN, type CaseEvent, type CaseState } from '../case/case';
import { evolve } from '../case/evolve';
import type { TicketDetailEvent } from '../case/private-events';
import type { Application } from '../policy/application';
import type { KnownCase } from '../policy/judge';

/** An application as it was made, and the case as it stood at that moment. */
export type PastApplication = Readonly<{
  afterSaleId: string;
  at: Instant;
  application: Application;
  known: KnownCase;
}>;

/**
 * The applications of a case, from its events: what opened a ticket, not what was changed in one later, nor what went on as a
 * ticket of its own. What was refused has left no event, so it is not among them.
 */
export const pastApplications = (events: readonly CaseEvent[]): readonly PastApplication[] => {
  const found: PastApplication[] = [];
  let state: CaseState = NOTHING_KNOWN;
  let opening: Readonly<{ submitted: AfterSaleSubmitted['data']; before: CaseState }> | null = null;
  for (const event of events) {
    if (event.type === 'after_sale.submitted')
      opening = event.data.parentId === null ? { submitted: event.data, before: state } : null;
    if (event.type === 'case.application_kept' && event.data.afterSaleId === opening?.submitted.afterSaleId) {
      const past = pastApplication(opening.submitted, event.data, opening.before);
      if (past !== null) found.push(past);
      opening = null;
    }
    state = evolve(state, event);
  }
  return found;
};

type Kept = Extract<TicketDetailEvent, { type: 'case.application_kept' }>['data'];

const pastApplication = (
  submitted: AfterSaleSubmitted['data'],
  kept: Kept,
  { order, tickets }: CaseState,
): PastApplication | null => {
  if (order === null) return null;
  const { afterSaleId, occurredAt: at, type, reason, lines, initiator, phase } = submitted;
  const { requestedAmount, component, targetSku, evidenceIds, serialNumber = null } = kept;
  // A ticket on shipped units was asked for as such, even where others of the line had not left yet.
  const goodsReceived = type === 'refund_only' ? phase !== 'unshipped' : kept.goodsReceived;
  const said = {
    type,
    reason,
    initiator,
    requestedAmount,
    component,
    targetSku,
    evidenceIds,
    serialNumber,
    goodsReceived,
  };
  return { afterSaleId, at, application: { ...said, lines: askedIn(type, lines) }, known: { order, tickets } };
};

/** Goodwill takes no units: its lines are those that bore it. */
const askedIn = (type: Application['type'], lines: Application['lines']): Application['lines'] =>
  type === 'compensation' && lines.every(({ quantity }) => quantity === 0) ? [] : lines;
