import type { OrderFacts, OrderLineReceived } from '@amends/contracts';
import { isRefusal, millis, refuse, type Decision, type Instant, type Refusal } from '@amends/kernel';
import type { ConfirmReceipt, OrderRefusal } from './commands';
import type { OrderEvent } from './events';
import { isHeld } from './line';
import type { OrderLine, OrderState } from './order';
import { notNow } from './ship';
import { lineLife } from './transitions';

/** The buyer has the goods (O6): every line that is named, or none (rulings.md 8.3). */
export const confirmReceipt = (
  { data }: ConfirmReceipt,
  state: OrderState,
  facts: OrderFacts,
): Decision<OrderEvent, OrderRefusal> => {
  const lines = meantBy(data.lineNumbers, state);
  if (isRefusal(lines)) return lines;
  if (lines.some(({ lineNumber }) => isHeld(state.tickets, lineNumber)))
    return refuse('after_sale_open', 'A line is under an open after-sale.');
  const wrong = lines.find(({ status }) => !lineLife.permits(status, 'receipt', data.by));
  if (lines.some((line) => isTooLate(line, data.at)))
    return refuse('deadline_passed', 'The goods counted as received before this.');
  if (wrong !== undefined || lines.length === 0) return notNow(state, wrong, data.by);
  return lines.map((line) => received(line, facts, false));
};

export const received = (line: OrderLine, facts: OrderFacts, automatic: boolean): OrderLineReceived => ({
  type: 'order.line_received',
  data: { ...facts, lineNumber: line.lineNumber, received: line.shipped, automatic },
});

const meantBy = (
  lineNumbers: readonly number[] | null,
  { lines }: OrderState,
): readonly OrderLine[] | Refusal<OrderRefusal> => {
  if (lineNumbers === null) {
    const waiting = lines.filter(({ status }) => status === 'awaiting_receipt');
    return waiting.length > 0 ? waiting : lines.filter(({ receivedBySilence }) => receivedBySilence);
  }
  const unknown = lineNumbers.flatMap((lineNumber, index) =>
    lines.some((line) => line.lineNumber === lineNumber)
      ? []
      : [
          {
            pointer: `/lineNumbers/${String(index)}`,
            code: 'malformed',
            detail: 'The order has no line of this number.',
          },
        ],
  );
  return unknown.length > 0
    ? refuse('malformed', 'The lines cannot be read.', { errors: unknown })
    : lines.filter(({ lineNumber }) => lineNumbers.includes(lineNumber));
};

/** At its deadline the wait is over, whether or not the timer has fired (rulings.md 3.1). */
const isTooLate = ({ receivedBySilence, autoReceipt }: OrderLine, at: Instant): boolean =>
  receivedBySilence || (autoReceipt?.is === 'running' && millis(at) >= millis(autoReceipt.dueAt));
