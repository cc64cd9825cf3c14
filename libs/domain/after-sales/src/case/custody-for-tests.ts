import type { Inspection, LineQuantity } from '@amends/contracts';
import type { CaseEvent } from './case';
import { OBJECTION } from './evolve-ticket';

/**
 * Follows the goods themselves, by what left and what came, and names what cannot be: units that went back though the buyer
 * did not have them, units that were paid for though what replaced them is with him, and goods that were owed and are
 * settled for more than that. Knows nothing of what tickets set aside; of a parcel that is stopped on its way nothing either.
 */
export const misplaced = (told: readonly CaseEvent[]): readonly string[] => {
  const withBuyer = new Map<number, number>();
  const unitsOf = new Map<string, readonly LineQuantity[]>();
  const owed = new Map<string, number>();
  const parentOf = new Map<string, string>();
  const replaced = new Set<string>();
  const found: string[] = [];

  const move = (lines: readonly LineQuantity[], sign: 1 | -1, what: string): void => {
    for (const { lineNumber, quantity } of lines) {
      const units = (withBuyer.get(lineNumber) ?? 0) + sign * quantity;
      if (units < 0) found.push(`${what}: line ${lineNumber} had ${units + quantity} with the buyer, not ${quantity}`);
      withBuyer.set(lineNumber, units);
    }
  };
  const settle = (ticket: string, amount: number): void => {
    const family = parentOf.get(ticket) ?? ticket;
    const left = (owed.get(family) ?? 0) - amount;
    if (left < 0) found.push(`${ticket}: ${-left} settled beyond what was owed`);
    owed.set(family, left);
  };

  for (const event of told) {
    if (event.type === 'case.line_shipped') move([event.data], 1, event.type);
    const id = 'afterSaleId' in event.data ? event.data.afterSaleId : null;
    if (id === null) continue;
    const units = unitsOf.get(id) ?? [];
    if (event.type === 'after_sale.submitted') {
      if (event.data.parentId !== null) parentOf.set(id, event.data.parentId);
      unitsOf.set(id, event.data.lines);
    }
    if (event.type === 'after_sale.modified' || event.type === 'after_sale.split') unitsOf.set(id, event.data.lines);
    if (event.type === 'after_sale.type_changed' && event.data.shipment !== null) move(event.data.lines, 1, event.type);
    if (event.type === 'case.goods_sent') move(units, -1, `${id} ${event.type}`);
    if (event.type === 'return.partially_received') unitsOf.set(id, acceptedIn(event.data.inspection));
    if (event.type === 'replacement.shipped' || event.type === 'reissue.shipped' || event.type === 'repair.sent_back') {
      move(units, 1, event.type);
      replaced.add(id);
    }
    if (event.type === 'after_sale.reopened' && event.data.because === OBJECTION) replaced.delete(id);
    if (event.type === 'refund.request' && replaced.has(id) && event.data.money.lines.some((each) => each.units > 0))
      found.push(`${id}: paid for, and replaced`);
    if (event.type === 'after_sale.approved' && event.data.advance !== undefined)
      owed.set(id, event.data.advance.amount);
    if (
      event.type === 'after_sale.completed' ||
      event.type === 'after_sale.closed' ||
      event.type === 'after_sale.cancelled'
    )
      settle(id, event.data.advance?.amount ?? 0);
  }
  return found;
};

const acceptedIn = (inspection: readonly Inspection[]): readonly LineQuantity[] =>
  inspection.map(({ lineNumber, accepted: quantity }) => ({ lineNumber, quantity }));
