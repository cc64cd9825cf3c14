import { NO_AMOUNT, type LineAmount, type LineQuantity, type TicketFacts } from '@amends/contracts';
import { askToIntercept } from './approving';
import type { DataOfEvent } from './case';
import { endsWithGoods } from './holding';
import { rowOf } from './life-of';
import { requestedOf, splitOf } from './money';
import { fixMoney } from './settling';
import { factsOf, type Story } from './story';
import { opened } from './ticket-changes';
import type { Ticket } from './ticket';
import { startDeadline } from './waiting';

/** Units that leave a ticket with their part of its money, and what is different about them. */
export type Part = Readonly<{
  childId: string;
  amounts: readonly LineAmount[];
  facts: Pick<TicketFacts, 'status'> & Partial<TicketFacts>;
  kept?: Partial<DataOfEvent<'case.application_kept'>>;
}>;

/** Opens the part of a ticket as a ticket of its own, which is all the other is but for what the part says. */
export const openPart = (telling: Story, ticket: Ticket, { childId, amounts, facts, kept }: Part): Ticket => {
  const { entryPoint, goodsReceived, evidenceIds, component, targetSku, description, policyVersion } = ticket;
  const child = {
    ...factsOf(telling, ticket, { ...facts, afterSaleId: childId, lines: linesOf(amounts), ticketVersion: 1 }),
    requested: endsWithGoods(ticket.type) ? NO_AMOUNT : requestedOf(amounts, 0),
    ...{ entryPoint, goodsReceived, evidenceIds },
    parentId: ticket.id,
  };
  telling.tell({ type: 'after_sale.submitted', data: child });
  telling.tell({
    type: 'case.application_kept',
    data: {
      ...{ afterSaleId: childId, at: telling.asked.at, money: { lines: amounts, shippingFee: 0 } },
      ...{ requestedAmount: null, pickup: null, inspection: [], receipts: [] },
      ...{ component, goodsReceived, targetSku, description, evidenceIds, policyVersion },
      ...kept,
    },
  });
  return opened(child);
};

/**
 * Some units of a cancel have left before it was locked (U4): they go on as a ticket that stands on their parcel, which shall
 * be stopped; the others stay the cancel they were, and are paid as soon as they are locked.
 */
export const splitOffSent = (telling: Story, ticket: Ticket, left: readonly LineQuantity[], childId: string): void => {
  const row = rowOf(ticket, 'part_left', 'orders', 'after_sale.split');
  if (row === undefined) return;
  const parts = ticket.money.lines.map((amount) => {
    const { accepted: sent, contested: here } = splitOf(amount, leftOf(left, amount.lineNumber));
    return { sent, here };
  });
  const here = parts.map((part) => part.here).filter(({ units }) => units > 0);
  const sent = parts.map((part) => part.sent).filter(({ units }) => units > 0);
  const changes = { status: row.to, lines: linesOf(here) };
  telling.tell({
    type: 'after_sale.split',
    data: {
      ...factsOf(telling, ticket, changes),
      ...{ childId, left, because: 'parcel_left', requested: requestedOf(here, 0) },
    },
  });
  const facts = { status: 'pending_merchant_review', phase: 'shipped', interceptRequested: true } as const;
  const child = openPart(telling, ticket, { childId, amounts: sent, facts });
  if (ticket.status === 'refunding') fixMoney(telling, ticket, here);
  else {
    const money = { lines: here, shippingFee: 0 };
    telling.tell({ type: 'case.money_set_aside', data: { afterSaleId: ticket.id, at: telling.asked.at, money } });
  }
  askToIntercept(telling, child);
  startDeadline(telling, child);
};

const linesOf = (amounts: readonly LineAmount[]): readonly LineQuantity[] =>
  amounts.map(({ lineNumber, units }) => ({ lineNumber, quantity: units }));

const leftOf = (left: readonly LineQuantity[], wanted: number): number =>
  left.find(({ lineNumber }) => lineNumber === wanted)?.quantity ?? 0;
