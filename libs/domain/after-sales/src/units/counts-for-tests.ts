import { holds, isPaid } from '../case/holding';
import { standingOf } from '../policy/standing-of-case';
import { unitsSetAside } from './assigning';
import { countsAsPaid, type Custody, type GoodsUnit } from './unit';
import { custodyOf, type UnitsOfCase } from './units';

/** What a unit may have been just before. */
const BEFORE: Readonly<Record<Custody, readonly Custody[]>> = {
  with_merchant: ['refunded'],
  shipped: ['with_merchant', 'with_buyer', 'back', 'missing', 'in_repair', 'refunded', 'shipped'],
  with_buyer: ['shipped', 'way_back', 'back', 'in_repair', 'refunded', 'missing'],
  // A parcel that was lost may be found.
  way_back: ['shipped', 'with_buyer', 'refunded', 'lost'],
  // A parcel that was stopped on its way out may come back though its receipt was confirmed.
  back: ['way_back', 'shipped', 'with_buyer', 'refunded', 'in_repair', 'missing'],
  missing: ['way_back', 'shipped', 'with_buyer', 'refunded'],
  // So may be lost one that was to be stopped.
  lost: ['way_back', 'shipped', 'with_buyer', 'refunded'],
  in_repair: ['way_back', 'refunded', 'back'],
  refunded: ['with_merchant', 'shipped', 'with_buyer', 'way_back', 'back', 'missing', 'lost', 'in_repair'],
  replaced: ['back', 'with_buyer', 'way_back', 'shipped', 'lost', 'missing', 'in_repair'],
  kept: ['shipped', 'with_buyer'],
};

/**
 * Where the units do not agree with what is counted per line: by the judge, by the tickets, and by the history of each unit.
 * No unit is refunded and replaced, or is returned that nobody had.
 */
export const miscounted = ({ state, units }: UnitsOfCase): readonly string[] => {
  const { order, tickets } = state;
  if (order === null) return [];
  const judged = standingOf(order, tickets).lines;
  const ofLines = order.lines.flatMap(({ lineNumber, quantity }) => {
    const ofLine = units.filter((unit) => unit.lineNumber === lineNumber);
    const alive = ofLine.filter(countsAsPaid);
    const count = (is: (unit: GoodsUnit) => boolean): number => alive.filter(is).length;
    const line = judged.find((each) => each.lineNumber === lineNumber);
    const paid = tickets.filter(isPaid).reduce((sum, ticket) => sum + unitsSetAside(ticket, lineNumber), 0);
    const isRefunded = (unit: GoodsUnit): boolean => custodyOf(unit, state) === 'refunded';
    const checks: readonly (readonly [string, number, number])[] = [
      ['units', alive.length, quantity],
      ['refunded', count(isRefunded), paid],
      ['left', count((unit) => !isRefunded(unit)), (line?.unshipped.left ?? 0) + (line?.sent.left ?? 0)],
      ['with merchant', count((unit) => custodyOf(unit, state) === 'with_merchant'), line?.unshipped.left ?? 0],
      ['free', count(({ heldBy }) => heldBy === null), (line?.unshipped.free ?? 0) + (line?.sent.free ?? 0)],
      ...tickets
        .filter(holds)
        .map(
          ({ id, ...ticket }) =>
            [id, count(({ heldBy }) => heldBy === id), unitsSetAside({ id, ...ticket }, lineNumber)] as const,
        ),
    ];
    return checks
      .filter(([, have, should]) => have !== should)
      .map(([what, have, should]) => `line ${lineNumber}, ${what}: ${have} units, ${should} counted`);
  });
  return [...ofLines, ...twice(units), ...impossible(units)];
};

const twice = (units: readonly GoodsUnit[]): readonly string[] => {
  const ids = units.map(({ unitId }) => unitId);
  return ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `${id} is there twice`);
};

const impossible = (units: readonly GoodsUnit[]): readonly string[] =>
  units.flatMap(({ unitId, history }) =>
    history.flatMap(({ custody }, index) => {
      const before = history[index - 1]?.custody;
      return before === undefined || BEFORE[custody].includes(before) ? [] : [`${unitId}: ${before}, then ${custody}`];
    }),
  );
