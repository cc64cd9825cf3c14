import type { OrderFacts } from '@amends/contracts';
import type { Aggregate, Decider, Instant, Message } from '@amends/kernel';

/** Which parcel brings a ticket's goods back; a pickup has an id, any other parcel only its number. */
export type ChosenParcel =
  Readonly<{ pickupId: string; trackingNumber: null }> | Readonly<{ pickupId: null; trackingNumber: string }>;

/** The way back of one ticket, over all the parcels it has tried. */
export type WayBack = Readonly<{
  parcel: ChosenParcel | null;
  /** How often couriers have failed, with any pickup. */
  failures: number;
}>;

type Of = Readonly<{ afterSaleId: string; orderId: string; merchantId: string; buyerId: string; at: Instant }>;
export type ChooseParcel = Message<'ChooseParcel', Of & { parcel: ChosenParcel }>;
export type CountFailure = Message<'CountFailure', Of & { pickupId: string; failures: number }>;

/** Private: the ticket's goods come with this parcel. */
export type WayBackChosen = Message<'way_back.chosen', OrderFacts & { afterSaleId: string; parcel: ChosenParcel }>;
/** Private: a courier came and left without the parcel. `failures` counts them. */
export type CourierFailed = Message<
  'way_back.courier_failed',
  OrderFacts & { afterSaleId: string; pickupId: string; failures: number }
>;
export type WayBackEvent = WayBackChosen | CourierFailed;

const NOTHING_CHOSEN: WayBack = { parcel: null, failures: 0 };

const decide = ({ type, data }: ChooseParcel | CountFailure, state: WayBack): readonly WayBackEvent[] => {
  const { afterSaleId, orderId, merchantId, buyerId, at: occurredAt } = data;
  const facts = { orderId, merchantId, buyerId, occurredAt, afterSaleId };
  switch (type) {
    case 'ChooseParcel':
      return isSame(state.parcel, data.parcel)
        ? []
        : [{ type: 'way_back.chosen', data: { ...facts, parcel: data.parcel } }];
    case 'CountFailure': {
      const { pickupId, failures } = data;
      return failures <= state.failures
        ? []
        : [{ type: 'way_back.courier_failed', data: { ...facts, pickupId, failures } }];
    }
  }
};

const isSame = (a: ChosenParcel | null, b: ChosenParcel): boolean =>
  a !== null && a.pickupId === b.pickupId && a.trackingNumber === b.trackingNumber;

const evolve = (state: WayBack, event: WayBackEvent): WayBack => {
  switch (event.type) {
    case 'way_back.chosen':
      return { ...state, parcel: event.data.parcel };
    case 'way_back.courier_failed':
      return { ...state, failures: event.data.failures };
  }
};

export const wayBackAggregate: Aggregate<WayBack, WayBackEvent> = {
  category: 'way_back',
  revision: 1,
  initialState: NOTHING_CHOSEN,
  evolve,
};

export const wayBackDecider: Decider<WayBack, ChooseParcel | CountFailure, WayBackEvent> &
  Readonly<{ aggregate: Aggregate<WayBack, WayBackEvent> }> = {
  initialState: NOTHING_CHOSEN,
  decide,
  evolve,
  aggregate: wayBackAggregate,
};
