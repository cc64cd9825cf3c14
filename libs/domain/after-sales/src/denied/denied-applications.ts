import { shanghaiDayStart, type Aggregate, type Decider, type Listing, type Message } from '@amends/kernel';
import type { DeniedApplication } from './denied-application';

/** The applications on one order that were denied, the oldest first. */
export type DeniedApplications = readonly DeniedApplication[];

export type DenialCommand = Message<'KeepDenial', DeniedApplication>;

/** Never leaves the service; the parties of the order find it in the timeline. */
export type DenialEvent = Message<'application.denied', DeniedApplication>;

/** So many are kept of one order, on one day in Asia/Shanghai and in all: whoever asks on and on is told on and on, and no more. */
export const MOST_DENIALS_A_DAY = 10;
export const MOST_DENIALS = 50;

const NOTHING_DENIED: DeniedApplications = [];

/** Keeps it, but for what is asked again on the same day and answered alike, and for more than is kept. Never refuses. */
const decide = ({ data }: DenialCommand, denied: DeniedApplications): readonly DenialEvent[] => {
  const today = denied.filter((each) => dayOf(each) === dayOf(data));
  const isTooMuch = denied.length >= MOST_DENIALS || today.length >= MOST_DENIALS_A_DAY;
  return isTooMuch || today.some((each) => isAlike(each, data)) ? [] : [{ type: 'application.denied', data }];
};

const dayOf = ({ occurredAt }: DeniedApplication): number => shanghaiDayStart(occurredAt);

/** The same wish about the same lines, in whatever quantity and amount, with the same answer. */
const isAlike = (one: DeniedApplication, other: DeniedApplication): boolean =>
  one.type === other.type &&
  one.reason === other.reason &&
  one.code === other.code &&
  lineNumbersOf(one) === lineNumbersOf(other);

const lineNumbersOf = ({ lines }: DeniedApplication): string =>
  lines
    .map(({ lineNumber }) => lineNumber)
    .sort((a, b) => a - b)
    .join();

const evolve = (denied: DeniedApplications, { data }: DenialEvent): DeniedApplications => [...denied, data];

const listings = (denied: DeniedApplications): readonly Listing[] =>
  denied.map(({ denialId: id, orderId, buyerId, merchantId, type, occurredAt }) => ({
    kind: 'denial',
    ...{ id, orderId, buyerId, merchantId, type, createdAt: occurredAt, updatedAt: occurredAt },
  }));

/** One stream per order, beside its case: what came to nothing makes no case heavier. */
export const denialAggregate: Aggregate<DeniedApplications, DenialEvent> = {
  category: 'denial',
  revision: 1,
  initialState: NOTHING_DENIED,
  evolve,
  listings,
};

/** Loads with the aggregate and decides. */
export const denialDecider: Decider<DeniedApplications, DenialCommand, DenialEvent, never> &
  Readonly<{ aggregate: typeof denialAggregate }> = {
  initialState: NOTHING_DENIED,
  decide,
  evolve,
  aggregate: denialAggregate,
};
