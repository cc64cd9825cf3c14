import type { OrderFacts, ParcelFacts } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import { factsOf } from './commands';
import type { StoredParcelEvent } from './events';
import { evolve } from './evolve';
import type { CarrierCall, Journey, ParcelState, Pickup } from './parcel';
import { statusOf, type ParcelStage } from './transitions';

/** A decision in the making: each event is folded at once, so that the next step sees what the one before has changed. */
export type Telling = Readonly<{
  at: Instant;
  /** The state after all that was told. */
  now: () => ParcelState;
  tell: (event: StoredParcelEvent) => void;
  events: () => readonly StoredParcelEvent[];
}>;

/** A parcel that a courier is to collect. */
export type Booked = Journey & Readonly<{ pickup: Pickup }>;

/** Begins to tell. `at` is the domain's time. */
export const telling = (before: ParcelState, at: Instant): Telling => {
  const told: StoredParcelEvent[] = [];
  let state = before;
  return {
    at,
    now: () => state,
    tell: (event) => {
      told.push(event);
      state = evolve(state, event);
    },
    events: () => told,
  };
};

export const isBooked = (journey: Journey | null): journey is Booked => journey !== null && journey.pickup !== null;

/** What every event of the parcel says, with the stage it leads to. */
export const parcelFacts = (journey: Journey, stage: ParcelStage, at: Instant): ParcelFacts => ({
  ...factsOf(journey, at),
  afterSaleId: journey.afterSaleId,
  pickupId: journey.pickup?.pickupId ?? null,
  method: journey.method,
  carrier: journey.carrier,
  trackingNumber: journey.trackingNumber,
  status: statusOf(stage),
});

/** Asks the carrier something new; what was asked before needs no answer any more. */
export const askCarrier = ({ tell, at }: Telling, journey: Booked, what: CarrierCall['what']): void =>
  tell({
    type: 'parcel.carrier_asked',
    data: { ...bookingFacts(journey, at), what, number: journey.pickup.calls + 1, tries: 1 },
  });

/** What private events of a booking say. */
export const bookingFacts = (journey: Booked, at: Instant): OrderFacts & Readonly<{ pickupId: string }> => ({
  ...factsOf(journey, at),
  pickupId: journey.pickup.pickupId,
});
