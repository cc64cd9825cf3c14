import type { ProtectedLine } from '@amends/contracts';
import { proportion, spread, total, type Instant, type Minor, type Refusal } from '@amends/kernel';
import { announcedAt, type Announcement, type Shelf } from '../prices/sku';
import type { AskedLine, Hearing } from './application';
import { deny, type DenialCode } from './denial';
import { unitsOf } from './receipts';
import { anyTaking, type LineStanding } from './standing';

/**
 * Units that a fallen price is paid back for: neither given back nor under an open ticket, another such one included
 * (rulings.md 5.7). What an exchange has brought at a price of its own was bought at that.
 */
export const unitsProtected = (line: LineStanding): number => {
  const repriced = line.receipts.free.filter(({ unitPrice }) => unitPrice !== undefined);
  return line.underPriceProtection ? 0 : Math.max(0, anyTaking(line).pool.free - unitsOf(repriced));
};

/** Whether what the shop sells for less now is what was bought: the same item, each attribute that both name equal (requirement M50). */
export const isSameItem = (line: LineStanding, { spu, attributes }: Announcement): boolean =>
  spu === line.spu &&
  Object.entries(line.attributes).every(
    ([name, value]) => !Object.hasOwn(attributes, name) || attributes[name] === value,
  );

/** What a line's units are protected at, and what they would cost now; null where nothing is announced for them. */
export type Comparison = Readonly<{ line: LineStanding; announcement: Announcement; protectedLine: ProtectedLine }>;

/**
 * How far the announced price is below the protected one, for all units that it is paid back for, whatever was asked
 * (V1, V4, money.md 11, rulings.md 5.7). A price in another currency is none.
 */
export const comparisonOf = (
  { line }: Pick<AskedLine, 'line'>,
  { order, at, shelf }: Readonly<{ order: Pick<Hearing['order'], 'currency'>; at: Instant; shelf: Shelf }>,
): Comparison | null => {
  const announcement = announcedAt(shelf, line.sku, at);
  if (announcement?.currency !== order.currency) return null;
  const units = unitsProtected(line);
  const { unitPrice, bearer } = announcement;
  const protectedAmount =
    line.protectedPrice === null ? proportion(line.paidPrice, units, line.quantity) : line.protectedPrice * units;
  const difference = Math.max(0, protectedAmount - units * unitPrice);
  return {
    line,
    announcement,
    protectedLine: {
      ...{ lineNumber: line.lineNumber, units, protectedAmount, unitPrice, difference, bearer },
      amount: Math.min(difference, line.left.cash),
      formula: `${protectedAmount} - ${units} x ${unitPrice} = ${protectedAmount - units * unitPrice}`,
    },
  };
};

/** What is paid back for each line; nothing left to pay it from, or more asked for than that: `amount_exceeds_refundable`. */
export const protectionOf = (hearing: Hearing): readonly ProtectedLine[] | Refusal<DenialCode> => {
  const lines = hearing.asked.flatMap((asked) => comparisonOf(asked, hearing)?.protectedLine ?? []);
  const most = total(lines.map(({ amount }) => amount));
  const requested: Minor = hearing.application.requestedAmount ?? most;
  if (most === 0 || requested > most) return deny('amount_exceeds_refundable', { maxRefundable: most });
  const shares = spread(
    requested,
    lines.map(({ amount }) => amount),
  );
  return lines.map((line, index) => ({ ...line, amount: shares[index] ?? 0 }));
};
