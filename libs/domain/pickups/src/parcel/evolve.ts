import type { ParcelStatus } from '@amends/contracts';
import { millis, type Instant } from '@amends/kernel';
import { interceptLife, type InterceptStep } from '../intercept/transitions';
import type { ParcelRegistered, ParcelRequested, ParcelScanned, StoredParcelEvent } from './events';
import type { Journey, ParcelState, Pickup, Scan } from './parcel';
import { parcelLife, type ParcelStep } from './transitions';

/** Carriers repeat what was not taken for some hours; older ids are told apart by the carrier's time. */
const REMEMBERED_SCANS = 64;

/** Folds one event into the parcel. */
export const evolve = (state: ParcelState, event: StoredParcelEvent): ParcelState => {
  const { journey } = (state = changed(state, event));
  const at = event.data.occurredAt;
  return journey === null || at <= journey.updatedAt ? state : { ...state, journey: { ...journey, updatedAt: at } };
};

const changed = (state: ParcelState, event: StoredParcelEvent): ParcelState => {
  switch (event.type) {
    case 'parcel.requested':
      return { ...state, journey: requested(event.data) };
    case 'parcel.registered':
      return { ...state, journey: registered(event.data) };
    case 'parcel.numbered':
      return { ...state, pickupId: event.data.pickupId };
    case 'parcel.scanned':
      return scanned(state, event.data);
    case 'parcel.slot_changed': {
      const { slot, carrier, noShow } = event.data;
      const again = (pickup: Pickup): Pickup => ({
        ...newSlot(pickup, slot),
        noShows: pickup.noShows + (noShow ? 1 : 0),
      });
      return onJourney(state, (journey) => ({ ...withPickup(journey, again), carrier }));
    }
    case 'parcel.carrier_asked': {
      const { what, number, tries, occurredAt: askedAt } = event.data;
      return onPickup(state, (pickup) => ({ ...pickup, call: { what, number, tries, askedAt }, calls: number }));
    }
    case 'parcel.carrier_answered': {
      const { number, carrier, trackingNumber } = event.data;
      const answered = (pickup: Pickup): Pickup =>
        pickup.call?.number === number ? { ...pickup, call: null } : pickup;
      return onJourney(state, (journey) => ({
        ...withPickup(journey, answered),
        carrier: carrier ?? journey.carrier,
        trackingNumber: trackingNumber ?? journey.trackingNumber,
      }));
    }
    case 'parcel.replaced':
      return step(state, 'cancelled');
    case 'parcel.refused':
      return step(state, 'refused');
    case 'parcel.intercept_noted': {
      const { orderId, merchantId, buyerId, afterSaleId, carrier, trackingNumber } = event.data;
      const asked = {
        orderId,
        merchantId,
        buyerId,
        afterSaleId,
        carrier,
        trackingNumber,
        stage: interceptLife.initial,
      };
      return { ...state, intercepts: [...state.intercepts, asked] };
    }
    case 'parcel.intercepted':
      return intercept(state, event.data.afterSaleId, 'stopped');
    case 'parcel.intercept_failed':
      return intercept(state, event.data.afterSaleId, event.data.because === 'signed' ? 'delivered' : 'not_stopped');
    case 'return.pickup_booked':
    case 'return.pickup_reassigned': {
      const { slot, attempt: attempts, carrier, trackingNumber } = event.data;
      const missed = event.type === 'return.pickup_reassigned' ? 1 : 0;
      return onJourney(step(state, missed === 1 ? 'reassigned' : 'booked'), (journey) => ({
        ...withPickup(journey, (pickup) => ({
          ...newSlot(pickup, slot),
          attempts,
          courier: null,
          noShows: pickup.noShows + missed,
        })),
        carrier,
        trackingNumber,
      }));
    }
    case 'return.courier_assigned':
      return onPickup(step(state, 'assigned'), (pickup) => ({ ...pickup, courier: event.data.courier }));
    case 'return.pickup_failed':
      return onPickup(step(state, event.data.final ? 'given_up' : 'failed'), (pickup) => ({
        ...pickup,
        courier: null,
      }));
    case 'return.pickup_cancelled':
      return step(state, 'cancelled');
    case 'return.picked_up':
      return onJourney(step(state, 'picked_up'), (journey) => ({ ...journey, freight: event.data.freight }));
    case 'return.dropped_off':
      return step(state, 'picked_up');
    case 'return.shipped':
    case 'return.waybill_changed':
      return state; // Said of a parcel that was registered with it.
    case 'return.tracking_updated':
      return event.data.method === 'forward_parcel' ? state : moved(state, stepTo(event.data.status));
    case 'return.signed':
      return event.data.method === 'forward_parcel'
        ? intercept(state, event.data.afterSaleId, 'returned')
        : moved(state, 'signed');
    case 'return.stalled':
      return silent(step(state, 'stalled'), event.data.occurredAt);
    case 'return.lost':
      return step(state, 'lost');
    case 'return.scan_revoked':
      return step(state, 'revoked');
  }
};

const requested = ({ pickupId, address, slot, carrier, ...data }: ParcelRequested['data']): Journey => ({
  ...begun(data),
  method: 'pickup',
  stage: parcelLife.after(parcelLife.initial, 'asked'),
  carrier,
  trackingNumber: '',
  pointId: null,
  pickup: {
    pickupId,
    address,
    slot,
    attempts: 1,
    noShows: 0,
    courier: null,
    slots: 1,
    call: null,
    calls: 0,
  },
});

const registered = ({ method, carrier, trackingNumber, pointId, ...data }: ParcelRegistered['data']): Journey => ({
  ...begun(data),
  method,
  stage: parcelLife.after(parcelLife.initial, method === 'drop_off' ? 'code_given' : 'sent'),
  carrier,
  trackingNumber,
  pointId,
  pickup: null,
});

type Begun = Omit<Journey, 'method' | 'stage' | 'carrier' | 'trackingNumber' | 'pointId' | 'pickup'>;

const begun = (
  data: Pick<ParcelRegistered['data'], 'orderId' | 'merchantId' | 'buyerId' | 'afterSaleId' | 'occurredAt'>,
): Begun => ({
  orderId: data.orderId,
  merchantId: data.merchantId,
  buyerId: data.buyerId,
  afterSaleId: data.afterSaleId,
  freight: null,
  pickupScanned: false,
  scans: 0,
  scannedAt: null,
  heardAt: data.occurredAt,
  moving: false,
  createdAt: data.occurredAt,
  updatedAt: data.occurredAt,
});

const scanned = (state: ParcelState, { scan, held, occurredAt }: ParcelScanned['data']): ParcelState => {
  const others = state.held.filter(({ eventId }) => eventId !== scan.eventId);
  const seen = state.seen.includes(scan.eventId) ? state.seen : [...state.seen, scan.eventId].slice(-REMEMBERED_SCANS);
  if (held) return { ...state, seen, held: [...others, scan] };
  return onJourney({ ...state, seen, held: others }, (journey) => ({
    ...journey,
    scans: journey.scans + 1,
    scannedAt: latest(journey.scannedAt, scan),
    heardAt: occurredAt,
    pickupScanned: journey.pickupScanned || scan.event === 'picked_up',
  }));
};

const latest = (before: Instant | null, { at }: Scan): Instant =>
  before !== null && millis(before) > millis(at) ? before : at;

/** The step that a status on the wire stands for, of those that tracking leads to. */
const stepTo = (status: ParcelStatus): ParcelStep =>
  status === 'picked_up' ? 'picked_up' : status === 'out_for_delivery' ? 'out' : 'moved';

const step = (state: ParcelState, taken: ParcelStep): ParcelState =>
  onJourney(state, (journey) => ({ ...journey, stage: parcelLife.after(journey.stage, taken) }));

const moved = (state: ParcelState, taken: ParcelStep): ParcelState =>
  onJourney(step(state, taken), (journey) => ({ ...journey, moving: true }));

/** From here on the silence counts anew. */
const silent = (state: ParcelState, heardAt: Instant): ParcelState =>
  onJourney(state, (journey) => ({ ...journey, heardAt }));

const intercept = (state: ParcelState, afterSaleId: string | null, taken: InterceptStep): ParcelState => ({
  ...state,
  intercepts: state.intercepts.map((each) =>
    each.afterSaleId === afterSaleId ? { ...each, stage: interceptLife.after(each.stage, taken) } : each,
  ),
});

/** The wait for the courier starts anew. */
const newSlot = (pickup: Pickup, slot: Pickup['slot']): Pickup => ({ ...pickup, slot, slots: pickup.slots + 1 });

const onJourney = (state: ParcelState, change: (journey: Journey) => Journey): ParcelState =>
  state.journey === null ? state : { ...state, journey: change(state.journey) };

const withPickup = (journey: Journey, change: (pickup: Pickup) => Pickup): Journey =>
  journey.pickup === null ? journey : { ...journey, pickup: change(journey.pickup) };

const onPickup = (state: ParcelState, change: (pickup: Pickup) => Pickup): ParcelState =>
  onJourney(state, (journey) => withPickup(journey, change));
