import type { CaseState } from '../case';
import { reasonOf, type Dimension, type Label } from '../policy';

/** How often a SKU was applied for with a reason (requirement M9), and what that says about the service (M2). */
export type SkuReason = Readonly<{
  sku: string;
  reason: string;
  label: Label | null;
  dimension: Dimension | null;
  /** Applications; what is left of one after a partial inspection is no further one. */
  tickets: number;
  units: number;
}>;

/** What the lines of one ticket add to the count; units come only with types that are about units. */
export const reasonsOfTicket = (
  { order, tickets }: Pick<CaseState, 'order' | 'tickets'>,
  ticketId: string,
): readonly SkuReason[] => {
  const ticket = tickets.find(({ id }) => id === ticketId);
  if (order === null || ticket === undefined || ticket.parentId !== null) return [];
  const { reason } = ticket;
  const known = reasonOf(reason);
  const counted = ticket.lines.flatMap(({ lineNumber, quantity: units }) => {
    const line = order.lines.find((each) => each.lineNumber === lineNumber);
    const about = { reason, label: known?.label ?? null, dimension: known?.dimension ?? null };
    return line === undefined ? [] : [{ sku: line.sku, ...about, tickets: 1, units }];
  });
  // Two lines of one SKU are one application for it.
  return added(counted).map((each) => ({ ...each, tickets: 1 }));
};

/** The counts of the same SKU and reason together, the most frequent first. */
export const added = (counts: readonly SkuReason[]): readonly SkuReason[] => {
  const sums = new Map<string, SkuReason>();
  for (const each of counts) {
    const key = JSON.stringify([each.sku, each.reason]);
    const sum = sums.get(key);
    const { tickets, units } = sum ?? { tickets: 0, units: 0 };
    sums.set(key, { ...each, tickets: tickets + each.tickets, units: units + each.units });
  }
  return [...sums.values()].sort(byFrequency);
};

const byFrequency = (a: SkuReason, b: SkuReason): number =>
  b.tickets - a.tickets || b.units - a.units || compare(a.sku, b.sku) || compare(a.reason, b.reason);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
