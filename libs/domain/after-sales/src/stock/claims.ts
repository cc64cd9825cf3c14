import type { CaseState, OrderReplica } from '../case/case';
import { isEnded } from '../case/holding';
import type { Ticket } from '../case/ticket';

/** What a ticket wants of the merchant's stock of one SKU. */
export type StockClaim = Readonly<{ afterSaleId: string; sku: string; units: number; is: 'reserved' | 'used_up' }>;

/**
 * Claims that a change of a case has brought, as the stock must hear them, each with all its units: an exchange sets its
 * target aside from the application on, uses it up at its end, and lets it go on every other end (rulings.md 4.5).
 */
export const changedClaims = (
  before: Pick<CaseState, 'order' | 'tickets'>,
  after: Pick<CaseState, 'order' | 'tickets'>,
): readonly StockClaim[] => {
  const [was, is] = [claimsOf(before), claimsOf(after)];
  const released = was
    .filter((claim) => claim.is === 'reserved' && !is.some((each) => sameShelf(each, claim)))
    .map((claim) => ({ ...claim, units: 0 }));
  return [
    ...released,
    ...is.filter((claim) => {
      const known = was.find((each) => sameShelf(each, claim));
      return known?.units !== claim.units || known.is !== claim.is;
    }),
  ];
};

const sameShelf = (a: StockClaim, b: StockClaim): boolean => a.afterSaleId === b.afterSaleId && a.sku === b.sku;

const claimsOf = ({ order, tickets }: Pick<CaseState, 'order' | 'tickets'>): readonly StockClaim[] =>
  order === null ? [] : tickets.flatMap((ticket) => claimsOfTicket(order, ticket));

const claimsOfTicket = (order: OrderReplica, ticket: Ticket): readonly StockClaim[] => {
  const hasLeft = ticket.status === 'completed' || ticket.course === 'ahead';
  if (ticket.type !== 'exchange' || (isEnded(ticket) && !hasLeft)) return [];
  const is = isEnded(ticket) ? 'used_up' : 'reserved';
  const wanted = ticket.money.lines.map(({ lineNumber, units }) => ({
    sku: ticket.targetSku ?? order.lines.find((line) => line.lineNumber === lineNumber)?.sku ?? '',
    units,
  }));
  return [...new Set(wanted.map(({ sku }) => sku))].map((sku) => ({
    afterSaleId: ticket.id,
    sku,
    units: wanted.reduce((sum, each) => sum + (each.sku === sku ? each.units : 0), 0),
    is,
  }));
};
