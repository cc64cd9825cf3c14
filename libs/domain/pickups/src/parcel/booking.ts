import { isRefusal, refuse, type Decision, type Refusal } from '@amends/kernel';
import { FIRST_CARRIER } from '../carriers/carriers';
import { earliestSlot, judgeSlot } from '../slot/slot';
import type {
  BookPickup,
  CancelPickup,
  HearBooked,
  HearCancelled,
  HearDeclined,
  ParcelRefusal,
  ReschedulePickup,
} from './commands';
import { factsOf } from './commands';
import type { StoredParcelEvent } from './events';
import type { CarrierCall, ParcelState } from './parcel';
import { takeHeld } from './scanning';
import { askCarrier, bookingFacts, isBooked, parcelFacts, telling, type Booked, type Telling } from './telling';
import { isCollected, parcelLife, statusOf, type ParcelActor } from './transitions';

type Outcome = Decision<StoredParcelEvent, ParcelRefusal>;

/** A courier is asked for (L1): in the slot given if it is still possible, else in the earliest (rulings.md 6.8). */
export const book = ({ data }: BookPickup, state: ParcelState): Outcome => {
  if (state.journey !== null) return [];
  const { afterSaleId, pickupId, address, at } = data;
  const slot = data.slot === null || isRefusal(judgeSlot(data.slot, at)) ? earliestSlot(at) : data.slot;
  const carrier = data.carrier ?? FIRST_CARRIER;
  const story = telling(state, at);
  story.tell({
    type: 'parcel.requested',
    data: { ...factsOf(data, at), afterSaleId, pickupId, address, slot, carrier },
  });
  const { journey } = story.now();
  if (isBooked(journey)) askCarrier(story, journey, 'book');
  return story.events();
};

/** The carrier's answer: somebody comes, and the parcel has a number (L1). What was scanned meanwhile is taken now. */
export const hearBooked = ({ data }: HearBooked, state: ParcelState): Outcome => {
  const { number, carrier, trackingNumber, at } = data;
  const { journey } = state;
  if (!isBooked(journey) || !isOpen(journey, 'book', number)) return [];
  const story = telling(state, at);
  const named = { ...journey, carrier, trackingNumber };
  answered(story, named, number, { carrier, trackingNumber });
  const isNews = journey.trackingNumber !== trackingNumber || journey.carrier !== carrier;
  if (parcelLife.permits(journey.stage, 'confirm', 'carrier') && isNews) tellBooked(story, named);
  takeHeld(story, 0);
  return story.events();
};

/** The carrier sends nobody, and will not: the buyer has his time back (L1). */
export const hearDeclined = ({ data }: HearDeclined, state: ParcelState): Outcome => {
  const { number, because, failuresBefore: failures, at } = data;
  const { journey } = state;
  if (!isBooked(journey) || !isOpen(journey, 'book', number)) return [];
  const story = telling(state, at);
  answered(story, journey, number, null);
  if (parcelLife.permits(journey.stage, 'decline', 'carrier')) tellGivenUp(story, journey, because, failures);
  return story.events();
};

/** The carrier knows that nobody needs to come. */
export const hearCancelled = ({ data: { number, at } }: HearCancelled, state: ParcelState): Outcome => {
  const { journey } = state;
  if (!isBooked(journey) || !isOpen(journey, 'cancel', number)) return [];
  const story = telling(state, at);
  answered(story, journey, number, null);
  return story.events();
};

/** Another slot, before the courier has the parcel (L3); after a failure it sends a courier again. */
export const reschedule = ({ data: { slot, at } }: ReschedulePickup, state: ParcelState): Outcome => {
  const { journey } = state;
  if (!isBooked(journey)) return [];
  const impossible = notNow(journey, 'reschedule', 'buyer') ?? judgeSlot(slot, at);
  if (isRefusal(impossible)) return impossible;
  const story = telling(state, at);
  if (journey.stage === 'requested')
    story.tell({
      type: 'parcel.slot_changed',
      data: { ...factsOf(journey, at), slot, carrier: journey.carrier, noShow: false },
    });
  else {
    const attempts = journey.pickup.attempts + (journey.stage === 'pickup_failed' ? 1 : 0);
    tellBooked(story, { ...journey, pickup: { ...journey.pickup, slot, attempts } });
  }
  askCarrier(story, journey, 'book');
  return story.events();
};

/** Nobody shall come (L3). Asked by the system when the ticket has ended, or uses another parcel: too late is no fault then. */
export const cancel = ({ data: { by, at } }: CancelPickup, state: ParcelState): Outcome => {
  const { journey } = state;
  if (!isBooked(journey)) return [];
  const impossible = notNow(journey, 'cancel', by);
  if (impossible !== undefined) return by === 'system' ? [] : impossible;
  const story = telling(state, at);
  story.tell({ type: 'return.pickup_cancelled', data: parcelFacts(journey, 'cancelled', at) });
  askCarrier(story, journey, 'cancel');
  return story.events();
};

/** A courier comes in the pickup's slot. */
const tellBooked = ({ tell, at }: Telling, journey: Booked): void => {
  const { slot, attempts: attempt } = journey.pickup;
  tell({ type: 'return.pickup_booked', data: { ...parcelFacts(journey, 'pickup_booked', at), slot, attempt } });
};

/** Nobody comes any more. */
export const tellGivenUp = ({ tell, at }: Telling, journey: Booked, because: string, failures: number): void =>
  tell({
    type: 'return.pickup_failed',
    data: { ...parcelFacts(journey, 'given_up', at), because, failures, final: true },
  });

const answered = (
  { tell, at }: Telling,
  journey: Booked,
  number: number,
  named: Readonly<{ carrier: string; trackingNumber: string }> | null,
): void =>
  tell({
    type: 'parcel.carrier_answered',
    data: {
      ...bookingFacts(journey, at),
      number,
      carrier: named?.carrier ?? null,
      trackingNumber: named?.trackingNumber ?? null,
    },
  });

const isOpen = ({ pickup }: Booked, what: CarrierCall['what'], number: number): boolean =>
  pickup.call?.what === what && pickup.call.number === number;

/** Why this cannot be asked of the pickup now; undefined when it can. */
const notNow = (
  { stage }: Booked,
  action: 'reschedule' | 'cancel',
  by: ParcelActor,
): Refusal<ParcelRefusal> | undefined => {
  if (parcelLife.permits(stage, action, by)) return undefined;
  const detail = { currentStatus: statusOf(stage), allowedActions: parcelLife.commandsOf(stage, 'buyer') };
  return isCollected(stage)
    ? refuse('already_collected', 'The carrier has the parcel.', detail)
    : refuse('invalid_transition', `A pickup that is ${statusOf(stage)} cannot be changed.`, detail);
};
