import { between, DAY_MS, HOUR_MS, later, MINUTE_MS, SECOND_MS, type Instant } from '@amends/kernel';

/** When the provider is asked what became of a leg, after it was first submitted; then every six hours (T-psp-query). */
const QUERIES_MS = [1, 2, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);
const THEN_EVERY_MS = 6 * HOUR_MS;

/** So long the provider may keep silent before a person has to look. */
const OPERATOR_AFTER_MS = 3 * DAY_MS;

/** After the n-th "not now" of the provider it is tried again after 1, 2, 4 … 128 s; after the last one it is final. */
const RETRIES_MS = Array.from({ length: 8 }, (_, n) => 2 ** n * SECOND_MS);

/** The next time to ask, after `at`: what was missed meanwhile is not made up for. */
export const nextQuery = (since: Instant, at: Instant): Instant => {
  const waited = Math.max(0, between(since, at));
  const scheduled = QUERIES_MS.find((offset) => offset > waited);
  return later(since, scheduled ?? (Math.floor(waited / THEN_EVERY_MS) + 1) * THEN_EVERY_MS);
};

/** The next try after `retries` tries that were refused for now; undefined when there is none left. */
export const nextRetry = (retries: number, at: Instant): Instant | undefined => {
  const delay = RETRIES_MS[retries];
  return delay === undefined ? undefined : later(at, delay);
};

/** Whether the provider has kept silent so long that the leg is an operator's item. */
export const needsOperator = (since: Instant, at: Instant): boolean => between(since, at) >= OPERATOR_AFTER_MS;
