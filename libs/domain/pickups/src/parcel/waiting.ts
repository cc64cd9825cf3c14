import { DAY_MS, HOUR_MS, later, millis, MINUTE_MS, SECOND_MS, type LiveDeadline } from '@amends/kernel';
import { nextCarrier } from '../carriers/carriers';
import { earliestSlot, judgeSlot } from '../slot/slot';
import { tellGivenUp } from './booking';
import { factsOf, type DeadlineReached } from './commands';
import type { StoredParcelEvent } from './events';
import type { CarrierCall, Journey, ParcelState } from './parcel';
import { askCarrier, bookingFacts, isBooked, parcelFacts, telling, type Booked, type Telling } from './telling';
import { parcelLife } from './transitions';

type Kind = 'carrier_call' | 'pickup' | 'silence' | 'loss';
export type ParcelWait = LiveDeadline & Readonly<{ kind: Kind }>;

/** T-pickup: the courier has come by then, or nobody will (timers.md). */
const COURIER_LATE_MS = 2 * HOUR_MS;
/** Without a scan for so long in transit, something is wrong (L8). */
const STALLED_AFTER_MS = 72 * HOUR_MS;
/** Without a scan for so long after an exception, the parcel is lost (rulings.md 4.3). */
const LOST_AFTER_MS = 7 * DAY_MS;
/** A carrier that was asked and did not answer is asked again: first after this time, then after twice of it, … */
const ASK_AGAIN_MS = 5 * SECOND_MS;
const ASK_AGAIN_AT_MOST_MS = 10 * MINUTE_MS;
/** Couriers that were sent one after the other, and did not come. */
const NO_SHOWS_TO_GIVE_UP = 3;

/** Everything the parcel waits for. */
export const waitsOf = ({ journey }: ParcelState): readonly ParcelWait[] =>
  journey === null ? [] : [...(isBooked(journey) ? waitsOfBooking(journey) : []), ...waitsOnTheWay(journey)];

const waitsOfBooking = ({ stage, pickup: { call, slot, slots } }: Booked): readonly ParcelWait[] => [
  ...(call === null ? [] : [waitForAnswer(call)]),
  ...(parcelLife.permits(stage, 'no_show', 'system')
    ? [{ name: 'pickup', kind: 'pickup' as const, token: slots, dueAt: later(slot.to, COURIER_LATE_MS) }]
    : []),
];

const waitForAnswer = ({ number, tries, askedAt }: CarrierCall): ParcelWait => ({
  name: 'carrier_call',
  kind: 'carrier_call',
  token: number * 1_000_000 + tries,
  dueAt: later(askedAt, Math.min(ASK_AGAIN_MS * 2 ** (tries - 1), ASK_AGAIN_AT_MOST_MS)),
});

const waitsOnTheWay = ({ stage, scans, heardAt }: Journey): readonly ParcelWait[] => {
  if (!parcelLife.permits(stage, 'silence', 'system')) return [];
  return stage === 'exception'
    ? [{ name: 'loss', kind: 'loss', token: scans, dueAt: later(heardAt, LOST_AFTER_MS) }]
    : [{ name: 'silence', kind: 'silence', token: scans, dueAt: later(heardAt, STALLED_AFTER_MS) }];
};

/** What silence leads to. A late wake-up of a wait that is over does nothing. */
export const deadlineReached = ({ data }: DeadlineReached, state: ParcelState): readonly StoredParcelEvent[] => {
  const { name, token, failuresBefore, at } = data;
  const due = waitsOf(state).find((wait) => wait.name === name && wait.token === token);
  const { journey } = state;
  if (journey === null || due === undefined || millis(at) < millis(due.dueAt)) return [];
  const story = telling(state, at);
  switch (due.kind) {
    case 'carrier_call':
      if (isBooked(journey)) askAgain(story, journey);
      return story.events();
    case 'pickup':
      if (isBooked(journey)) nobodyCame(story, journey, failuresBefore);
      return story.events();
    case 'silence':
      // It was silent when the wait was over, however late the wake-up is: the next wait starts there.
      return [
        { type: 'return.stalled', data: { ...parcelFacts(journey, 'exception', due.dueAt), because: 'no_scan' } },
      ];
    case 'loss':
      return [{ type: 'return.lost', data: { ...parcelFacts(journey, 'lost', due.dueAt), because: 'no_scan' } }];
  }
};

/** The same question once more; a slot that nobody can come in any more gives way to the earliest. */
const askAgain = ({ tell, at }: Telling, journey: Booked): void => {
  const { call, slot } = journey.pickup;
  if (call === null) return;
  if (call.what === 'book' && journey.stage === 'requested' && judgeSlot(slot, at) !== undefined)
    tell({
      type: 'parcel.slot_changed',
      data: { ...factsOf(journey, at), slot: earliestSlot(at), carrier: journey.carrier, noShow: false },
    });
  const { what, number, tries } = call;
  tell({ type: 'parcel.carrier_asked', data: { ...bookingFacts(journey, at), what, number, tries: tries + 1 } });
};

/** Another carrier is sent (L5); after some, nobody any more, so that the buyer's time does not stand still for ever. */
const nobodyCame = (story: Telling, journey: Booked, failures: number): void => {
  const { tell, at } = story;
  const { noShows, attempts } = journey.pickup;
  if (noShows + 1 >= NO_SHOWS_TO_GIVE_UP) {
    tellGivenUp(story, journey, 'no_show', failures);
    askCarrier(story, journey, 'cancel');
    return;
  }
  const [carrier, slot] = [nextCarrier(journey.carrier), earliestSlot(at)];
  if (journey.stage === 'requested')
    tell({ type: 'parcel.slot_changed', data: { ...factsOf(journey, at), slot, carrier, noShow: true } });
  else
    tell({
      type: 'return.pickup_reassigned',
      data: { ...parcelFacts({ ...journey, carrier }, 'pickup_booked', at), slot, attempt: attempts + 1 },
    });
  askCarrier(story, journey, 'book');
};
