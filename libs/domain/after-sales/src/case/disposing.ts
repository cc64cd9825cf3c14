import type { DisposedUnits, LineQuantity } from '@amends/contracts';
import { isRefusal, refuse, type Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { isDisposable, leftToDispose, skusOfNext } from './goods-back';
import { permitted } from './permission';
import { factsOf, story } from './story';
import type { Ticket } from './ticket';

/**
 * What becomes of units that are back, each once (R13, rulings.md 4.11). Goods that are not back, or decided about already:
 * `quantity_exceeds_available`, as is anything but sending home what the merchant has refused for good. Money is not asked.
 */
export const dispose = (data: DataOf<'Dispose'>, state: OpenedCase): Decision<CaseEvent, CaseRefusal> => {
  const ticket = permitted(state, { ...data, action: 'dispositions' });
  if (isRefusal(ticket)) return ticket;
  const { parts } = data;
  const tooMany = parts.some(({ lineNumber }) => unitsOf(parts, lineNumber) > leftToDispose(ticket, lineNumber));
  if (tooMany) return refuse('quantity_exceeds_available', 'So many units are not back, or are decided about already.');
  if (!parts.every(({ disposition }) => isDisposable(ticket, disposition)))
    return refuse('quantity_exceeds_available', "Goods that were refused are the buyer's: they can only be returned.");

  const telling = story(state, data);
  const dispositions = withSkus(ticket, state.order.lines, parts);
  telling.tell({ type: 'return.disposed', data: { ...factsOf(telling, ticket), dispositions } });
  return telling.events();
};

type Part = DataOf<'Dispose'>['parts'][number];

/** Told by SKU, for the shelves; units of a line in the order in which they had come to the buyer. */
const withSkus = (
  ticket: Ticket,
  lines: OpenedCase['order']['lines'],
  parts: readonly Part[],
): readonly DisposedUnits[] =>
  parts.flatMap(({ lineNumber, quantity, disposition }, index) => {
    const before = unitsOf(parts.slice(0, index), lineNumber);
    const own = lines.find((line) => line.lineNumber === lineNumber)?.sku ?? '';
    const skus = skusOfNext(ticket, lineNumber, own, before + quantity).slice(before);
    return [...new Set(skus)].map((sku) => ({
      lineNumber,
      quantity: skus.filter((each) => each === sku).length,
      disposition,
      sku,
    }));
  });

const unitsOf = (parts: readonly LineQuantity[], lineNumber: number): number =>
  parts.reduce((sum, part) => sum + (part.lineNumber === lineNumber ? part.quantity : 0), 0);
