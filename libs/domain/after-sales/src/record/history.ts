import type { AfterSaleStatus, AfterSaleType } from '@amends/contracts';
import type { Instant, Minor } from '@amends/kernel';
import type { CaseState } from '../case';

const ENDS = ['completed', 'closed', 'cancelled_by_buyer'] as const satisfies readonly AfterSaleStatus[];

/** What became of a ticket: still open, or how it ended. */
export type Outcome = 'open' | (typeof ENDS)[number];

/** What has gone back to the buyer. Cash and balances in minor units, points in points. */
export type GivenBack = Readonly<{ cash: Minor; points: number }>;

/** A ticket as one line of a buyer's history. */
export type HistoryEntry = Readonly<{
  id: string;
  orderId: string;
  merchantId: string;
  type: AfterSaleType;
  reason: string;
  firstReason: string;
  status: AfterSaleStatus;
  outcome: Outcome;
  closeReason: string | null;
  currency: string;
  refunded: GivenBack;
  createdAt: Instant;
  updatedAt: Instant;
}>;

export type HistoryTotals = Readonly<{
  tickets: number;
  byType: Readonly<Partial<Record<AfterSaleType, number>>>;
  byOutcome: Readonly<Partial<Record<Outcome, number>>>;
  refunded: readonly (GivenBack & Readonly<{ currency: string }>)[];
}>;

/** The line of a ticket; undefined where the case has none of this id. */
export const historyEntry = (
  { order, tickets }: Pick<CaseState, 'order' | 'tickets'>,
  ticketId: string,
  refunded: GivenBack,
): HistoryEntry | undefined => {
  const ticket = tickets.find(({ id }) => id === ticketId);
  if (order === null || ticket === undefined) return undefined;
  const { id, type, reason, firstReason, status, closeReason, createdAt, updatedAt } = ticket;
  const { orderId, merchantId, currency } = order;
  const outcome = outcomeOf(status);
  return {
    ...{ id, orderId, merchantId, type, reason, firstReason, status, outcome, closeReason },
    ...{ currency, refunded, createdAt, updatedAt },
  };
};

/** What the lines add up to; currencies sorted by name. */
export const historyTotals = (entries: readonly HistoryEntry[]): HistoryTotals => {
  const currencies = [...new Set(entries.map(({ currency }) => currency))].sort();
  return {
    tickets: entries.length,
    byType: countedBy(entries.map(({ type }) => type)),
    byOutcome: countedBy(entries.map(({ outcome }) => outcome)),
    refunded: currencies.map((currency) => {
      const given = entries.filter((entry) => entry.currency === currency).map(({ refunded }) => refunded);
      return {
        currency,
        cash: given.reduce((sum, { cash }) => sum + cash, 0),
        points: given.reduce((sum, { points }) => sum + points, 0),
      };
    }),
  };
};

const outcomeOf = (status: AfterSaleStatus): Outcome => ENDS.find((end) => end === status) ?? 'open';

const countedBy = <Word extends string>(words: readonly Word[]): Readonly<Partial<Record<Word, number>>> => {
  const counts: Partial<Record<Word, number>> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};
