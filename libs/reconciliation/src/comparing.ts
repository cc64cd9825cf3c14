import type { BusinessDay, Comparison, FoundDifference } from '@amends/domain/reconciliation';
import type { Instant } from '@amends/kernel';
import type { Metadata } from '@amends/platform/event-store';

/** From the first instant on, and before the second. */
export type Stretch = Readonly<{ from: Instant; before: Instant }>;

/** A day to compare as far as it has gone. */
export type DayToCompare = Readonly<{
  day: BusinessDay;
  stretch: Stretch;
  /** What has changed at or after this instant is under way: the other side may not show it yet. */
  settledBefore: Instant;
  /** The differences that were open so far. */
  known: readonly FoundDifference[];
  metadata: Metadata;
}>;

/** What a comparison has found; each difference with the refund of ours it belongs to, if any. */
export type DayCompared = Omit<Comparison, 'differences'> & Readonly<{ differences: readonly FoundDifference[] }>;

/** So many differences of one day are kept one by one; more are only counted. */
export const DIFFERENCES_KEPT = 500;

/**
 * What a service lays side by side: its own books of a day, and those of the other side.
 * A port: one name is both the type and the injection token.
 */
export abstract class Comparing {
  /**
   * Compares a day, and tells whoever has to know of the service's own. It may be cut short, and is asked again then.
   * @throws when the other side's books cannot be had
   */
  abstract compareDay(asked: DayToCompare): Promise<DayCompared>;
}
