import type { AfterSaleSubmitted } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import { NOTHING_KNOWN, type CaseEvent, type CaseState } from '../case/case';
import { evolve } from '../case/evolve';
import type { TicketDetailEvent } from '../case/private-events';
import { UNCOUNTED } from '../stock/stock';
import type { DeniedApplication } from '../denied';
import type { Application, StockBySku } from '../policy/application';
import type { KnownCase } from '../policy/judge';
import type { Shelf } from '../prices/sku';

/** An application as it was made, and the case as it stood at that moment. */
export type PastApplication = Readonly<{
  /** Of the ticket that it opened, or of its denial. */
  id: string;
  /** What it was answered with then; null: it was accepted. */
  denial: PastDenial | null;
  at: Instant;
  application: Application;
  known: KnownCase;
  /** What the shop sold and had then, where that was kept with it. */
  shop?: Readonly<{ shelf: Shelf; stock: StockBySku }>;
}>;

export type PastDenial = Pick<DeniedApplication, 'code' | 'policyVersion' | 'rule'>;

/**
 * The applications of a case that were accepted, from its events: what opened a ticket, not what was changed in one later, nor
 * what went on as a ticket of its own.
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
  return {
    ...{ id: afterSaleId, denial: null, at },
    application: { ...said, lines: askedIn(type, lines) },
    known: { order, tickets },
  };
};

/** Goodwill takes no units: its lines are those that bore it. */
const askedIn = (type: Application['type'], lines: Application['lines']): Application['lines'] =>
  type === 'compensation' && lines.every(({ quantity }) => quantity === 0) ? [] : lines;

/** An application that was denied, on the case as its events made it then; undefined where they do not reach that far. */
export const pastDenied = (denied: DeniedApplication, events: readonly CaseEvent[]): PastApplication | undefined => {
  const { denialId: id, occurredAt: at, caseVersion, evidenceCount, serialNumberSaid, announced, free } = denied;
  const { order, tickets } = events.slice(0, caseVersion).reduce(evolve, NOTHING_KNOWN);
  if (order === null || events.length < caseVersion) return undefined;
  const { type, reason, initiator, lines, requestedAmount, component, goodsReceived, targetSku } = denied;
  const { code, policyVersion, rule } = denied;
  return {
    ...{ id, denial: { code, policyVersion, rule }, at, known: { order, tickets } },
    application: {
      ...{ type, reason, initiator, lines, requestedAmount, component, goodsReceived, targetSku },
      evidenceIds: Array.from({ length: evidenceCount }, (_, index) => `${id}/${String(index)}`),
      serialNumber: serialNumberSaid ? id : null,
    },
    shop: {
      shelf: new Map(announced.map((announcement) => [announcement.sku, { announcements: [announcement] }])),
      stock: new Map(free.map(({ sku, units }) => [sku, { ...UNCOUNTED, onHand: units }])),
    },
  };
};
