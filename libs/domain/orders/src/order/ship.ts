import type { LineQuantity, OrderFacts, OrderLineShipped } from '@amends/contracts';
import { refuse, type Decision, type Refusal } from '@amends/kernel';
import type { OrderRefusal, ShipLines } from './commands';
import type { OrderEvent } from './events';
import { allowedActionsOf, isLocked, statusOf, unitsToShip } from './line';
import type { OrderLine, OrderState } from './order';
import { lineLife } from './transitions';

/** A parcel leaves (O3–O5): all of its lines, or none. */
export const ship = ({ data }: ShipLines, state: OrderState, facts: OrderFacts): Decision<OrderEvent, OrderRefusal> => {
  const unreadable = unreadableLines(data.lines, state);
  if (unreadable !== undefined) return unreadable;
  if (data.lines.some(({ lineNumber }) => isLocked(state, lineNumber)))
    return refuse('cancel_in_progress', 'A line is being cancelled.');
  for (const { lineNumber, quantity } of data.lines) {
    const line = state.lines.find((each) => each.lineNumber === lineNumber);
    if (line === undefined || quantity > unitsToShip(state, line))
      return refuse('quantity_exceeds_ordered', `Line ${String(lineNumber)} has fewer units left to ship.`, {
        lineNumber,
        remaining: line === undefined ? 0 : unitsToShip(state, line),
      });
    if (!lineLife.permits(line.status, 'shipments', data.by)) return notNow(state, line, data.by);
  }
  return parcel(data.lines, state, facts, data);
};

/** The events of a parcel with these units. */
export const parcel = (
  units: readonly LineQuantity[],
  { lines }: OrderState,
  facts: OrderFacts,
  { carrier, trackingNumber }: Readonly<{ carrier: string; trackingNumber: string }>,
): readonly OrderLineShipped[] =>
  units.map(({ lineNumber, quantity }) => ({
    type: 'order.line_shipped',
    data: {
      ...facts,
      lineNumber,
      quantity,
      shipped: (lines.find((line) => line.lineNumber === lineNumber)?.shipped ?? 0) + quantity,
      carrier,
      trackingNumber,
    },
  }));

/** The refusal of what no row of the line's life lists. */
export const notNow = (state: OrderState, line: OrderLine | undefined, by: string): Refusal<OrderRefusal> =>
  refuse('invalid_transition', 'The present state does not allow this.', {
    currentStatus: line?.status ?? statusOf(state),
    allowedActions: allowedActionsOf(state, by),
    ...(line === undefined ? {} : { lineNumber: line.lineNumber }),
  });

/** Lines that the order does not have, or that are named twice: an error of form. */
const unreadableLines = (lines: readonly LineQuantity[], state: OrderState): Refusal<OrderRefusal> | undefined => {
  const errors = lines.flatMap(({ lineNumber }, index) => {
    const detail = !state.lines.some((line) => line.lineNumber === lineNumber)
      ? 'The order has no line of this number.'
      : lines.findIndex((line) => line.lineNumber === lineNumber) < index
        ? 'Named twice.'
        : undefined;
    return detail === undefined ? [] : [{ pointer: `/lines/${String(index)}/lineNumber`, code: 'malformed', detail }];
  });
  return errors.length > 0 ? refuse('malformed', 'The lines cannot be read.', { errors }) : undefined;
};
