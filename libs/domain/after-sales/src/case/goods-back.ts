import type { Disposition, LineQuantity } from '@amends/contracts';
import { receiptsOf } from './holding';
import type { Ticket } from './ticket';

/** What a merchant may do with goods that he has refused, once nobody disputes it: they are the buyer's (states.md R10, D14). */
const OF_THE_BUYER: readonly Disposition[] = ['return_to_buyer'];

/** Units of a line that are back and about which nothing is decided yet. */
export const leftToDispose = (ticket: Ticket, lineNumber: number): number =>
  unitsBack(ticket, lineNumber) - disposedOf(ticket, lineNumber);

export const isAnyLeftToDispose = (ticket: Ticket): boolean =>
  ticket.lines.some(({ lineNumber }) => leftToDispose(ticket, lineNumber) > 0);

/** Whether this may become of the goods: those that the merchant refused for good only go home. */
export const isDisposable = (ticket: Ticket, disposition: Disposition): boolean =>
  !isRefusedForGood(ticket) || OF_THE_BUYER.includes(disposition);

/** What an exchange has got back stays the merchant's when what he sent instead goes wrong (X8). */
export const keptFor = (ticket: Ticket): readonly LineQuantity[] =>
  ticket.type === 'exchange'
    ? ticket.lines.map(({ lineNumber }) => ({ lineNumber, quantity: unitsBack(ticket, lineNumber) }))
    : ticket.backBefore;

/** The SKU of each of so many units of a line that are decided about next: exchanged ones are what they were exchanged for. */
export const skusOfNext = (ticket: Ticket, lineNumber: number, own: string, units: number): readonly string[] => {
  const skus = receiptsOf(ticket, lineNumber).flatMap(({ units: many, sku }) => Array<string>(many).fill(sku ?? own));
  const gone = disposedOf(ticket, lineNumber);
  return Array.from({ length: units }, (_, index) => skus[gone + index] ?? own);
};

const unitsBack = (ticket: Ticket, lineNumber: number): number =>
  unitsOf(ticket.backBefore, lineNumber) + unitsInspected(ticket, lineNumber);

/** Goods on the bench are the buyer's; missing units never came; damaged ones were taken if the ticket went on nevertheless. */
const unitsInspected = (ticket: Ticket, lineNumber: number): number => {
  const { type, status, inspection } = ticket;
  if (type === 'repair' || status === 'inspection_rejected') return 0;
  const seen = inspection.find((line) => line.lineNumber === lineNumber);
  if (seen === undefined) return 0;
  return isRefusedWhole(ticket) ? seen.damaged : seen.accepted;
};

/** Of a parcel that was accepted in part the refused units are a ticket of their own. */
const isRefusedWhole = ({ inspection }: Ticket): boolean => inspection.every(({ accepted }) => accepted === 0);

const isRefusedForGood = (ticket: Ticket): boolean =>
  ticket.status === 'closed' && ticket.inspection.length > 0 && isRefusedWhole(ticket);

const disposedOf = ({ dispositions }: Ticket, lineNumber: number): number => unitsOf(dispositions, lineNumber);

const unitsOf = (lines: readonly LineQuantity[], lineNumber: number): number =>
  lines.reduce((sum, line) => sum + (line.lineNumber === lineNumber ? line.quantity : 0), 0);
