import { amountOf, type DisputeParty, type Judgment, type LineAmount } from '@amends/contracts';
import { spread, total, type Minor } from '@amends/kernel';
import type { Ticket } from '../ticket';
import type { Dispute } from './dispute';

/** A judgment above it, in minor units, is for a supervisor who did not propose it (rulings.md 7.4). */
export const FOUR_EYES_ABOVE: Minor = 200_000;

/** All the cash that a judgment can give: what the ticket asks for, nothing where it asks for other goods or work. Minor units. */
export const fullAmount = ({ type, money }: Ticket): Minor =>
  type === 'exchange' || type === 'reissue' || type === 'repair' ? 0 : amountOf(money).cash;

/**
 * Who has won: nothing for the buyer is the merchant's, all of it the buyer's, anything in between nobody's. Where no
 * money is asked for, responsibility alone decides (rulings.md 7.3).
 */
export const winnerOf = ({ responsibility, amount }: Judgment, ticket: Ticket): DisputeParty | 'both' => {
  const full = fullAmount(ticket);
  if (full === 0) return responsibility === 'buyer' ? 'merchant' : 'buyer';
  if (amount === 0) return 'merchant';
  return amount >= full ? 'buyer' : 'both';
};

/** Who has not won all of it may appeal (D10). */
export const mayAppeal = ({ verdict, appeal }: Dispute, ticket: Ticket, party: DisputeParty): boolean =>
  verdict !== null && appeal === null && winnerOf(verdict, ticket) !== party;

/** The same units with this much cash in all; their points and discounts stay whole (rulings.md 1.7). */
export const cutToCash = (lines: readonly LineAmount[], amount: Minor): readonly LineAmount[] => {
  const cash = lines.map((line) => line.cash);
  const shares = spread(Math.min(amount, total(cash)), cash);
  return lines.map((line, index) => ({ ...line, cash: shares[index] ?? 0 }));
};

/** Cash alone: the units stay where they are. */
export const cashAlone = (
  lines: readonly Readonly<{ lineNumber: number; cash: Minor }>[],
  amount: Minor,
): readonly LineAmount[] => {
  const shares = spread(
    amount,
    lines.map(({ cash }) => cash),
  );
  return lines
    .map(({ lineNumber }, index) => ({
      ...{ lineNumber, units: 0, points: 0, merchantDiscount: 0, platformDiscount: 0 },
      cash: shares[index] ?? 0,
    }))
    .filter(({ cash }) => cash > 0);
};
