import { between, DAY_MS, refuse, type Aggregate, type Decider, type Instant, type Message } from '@amends/kernel';

/** How much one buyer may complain: beyond it nobody could answer in time. */
export const MOST_OPEN_COMPLAINTS = 5;
export const MOST_COMPLAINTS_A_DAY = 10;

export type CountedComplaint = Readonly<{ complaintId: string; filedAt: Instant; open: boolean }>;

/**
 * The complaints of one buyer that count towards his limits: those that are open, and those of the last 24 hours. Written
 * with each complaint that is filed or closed, so that of many at one instant each sees those before it.
 */
export type ComplaintCount = Readonly<{
  /** Whether complaints from before this was counted are among them. */
  complete: boolean;
  complaints: readonly CountedComplaint[];
}>;

type OfBuyer<Data extends object> = Readonly<{ buyerId: string; at: Instant }> & Data;

export type ComplaintCountCommand =
  /** `earlier`: those of before this was counted; looked at while the count is not complete. */
  | Message<'CountFiled', OfBuyer<{ complaintId: string; earlier: readonly CountedComplaint[] }>>
  /** Never refused. */
  | Message<'CountClosed', OfBuyer<{ complaintId: string }>>;

export type ComplaintCountEvent =
  | Message<'complaint_count.completed', OfBuyer<{ complaints: readonly CountedComplaint[] }>>
  | Message<'complaint_count.filed', OfBuyer<{ complaintId: string }>>
  | Message<'complaint_count.closed', OfBuyer<{ complaintId: string }>>;

export const NO_COMPLAINTS: ComplaintCount = { complete: false, complaints: [] };

/** Refuses what is more than the limits with `complaint_limit`. */
const decide: ComplaintCountDecider['decide'] = ({ type, data }, count) => {
  if (type === 'CountClosed') return [{ type: 'complaint_count.closed', data }];
  const { earlier, ...filed } = data;
  const { buyerId, at } = filed;
  const before: readonly ComplaintCountEvent[] = count.complete
    ? []
    : [{ type: 'complaint_count.completed', data: { buyerId, at, complaints: earlier.filter(countsAt(at)) } }];
  const counted = before.reduce(evolve, count).complaints.filter(countsAt(at));
  const open = counted.filter((each) => each.open).length;
  const ofToday = counted.filter(({ filedAt }) => isOfDayBefore(filedAt, at)).length;
  if (open < MOST_OPEN_COMPLAINTS && ofToday < MOST_COMPLAINTS_A_DAY)
    return [...before, { type: 'complaint_count.filed', data: filed }];
  return refuse(
    'complaint_limit',
    `At most ${String(MOST_OPEN_COMPLAINTS)} complaints are open at once, and ${String(MOST_COMPLAINTS_A_DAY)} filed in a day.`,
  );
};

const evolve = (count: ComplaintCount, { type, data }: ComplaintCountEvent): ComplaintCount => {
  switch (type) {
    case 'complaint_count.completed':
      return { complete: true, complaints: data.complaints };
    case 'complaint_count.filed': {
      const filed = { complaintId: data.complaintId, filedAt: data.at, open: true };
      return { ...count, complaints: [...count.complaints.filter(countsAt(data.at)), filed] };
    }
    case 'complaint_count.closed':
      return { ...count, complaints: count.complaints.map((each) => closedIn(each, data.complaintId)) };
  }
};

const closedIn = (each: CountedComplaint, complaintId: string): CountedComplaint =>
  each.complaintId === complaintId ? { ...each, open: false } : each;

const countsAt =
  (at: Instant) =>
  ({ open, filedAt }: CountedComplaint): boolean =>
    open || isOfDayBefore(filedAt, at);

const isOfDayBefore = (filedAt: Instant, at: Instant): boolean => between(filedAt, at) < DAY_MS;

/** One stream per buyer. */
export const complaintCountAggregate: Aggregate<ComplaintCount, ComplaintCountEvent> = {
  category: 'complaint_count',
  revision: 1,
  initialState: NO_COMPLAINTS,
  evolve,
};

type ComplaintCountDecider = Decider<ComplaintCount, ComplaintCountCommand, ComplaintCountEvent, 'complaint_limit'> &
  Readonly<{ aggregate: Aggregate<ComplaintCount, ComplaintCountEvent> }>;

/** Loads with the aggregate and decides. */
export const complaintCountDecider: ComplaintCountDecider = {
  initialState: NO_COMPLAINTS,
  decide,
  evolve,
  aggregate: complaintCountAggregate,
};
