import { factsOf, type NameNumber, type RefuseParcel, type RegisterParcel, type ReplaceParcel } from './commands';
import type { StoredParcelEvent } from './events';
import type { ParcelState } from './parcel';
import { takeHeld } from './scanning';
import { parcelFacts, telling } from './telling';
import { parcelLife } from './transitions';

/** The buyer names the parcel he sends, or will hand in at a shop (L11, R4, R7). A number makes one way back only. */
export const register = ({ data }: RegisterParcel, state: ParcelState): readonly StoredParcelEvent[] => {
  if (state.journey !== null) return [];
  const { afterSaleId, method, carrier, trackingNumber, pointId, replaces, at } = data;
  const story = telling(state, at);
  story.tell({
    type: 'parcel.registered',
    data: { ...factsOf(data, at), afterSaleId, method, carrier, trackingNumber, pointId },
  });
  const { journey } = story.now();
  if (journey === null) return story.events();
  const facts = parcelFacts(journey, journey.stage, at);
  if (replaces !== null)
    story.tell({ type: 'return.waybill_changed', data: { ...facts, previousTrackingNumber: replaces } });
  else if (method === 'self_ship') story.tell({ type: 'return.shipped', data: facts });
  takeHeld(story, 0);
  return story.events();
};

/** The ticket uses another parcel: what is scanned of this one concerns it no more. */
export const replace = (
  { data: { afterSaleId, by, at } }: ReplaceParcel,
  { journey }: ParcelState,
): readonly StoredParcelEvent[] =>
  journey?.afterSaleId === afterSaleId && parcelLife.permits(journey.stage, 'replace', by)
    ? [{ type: 'parcel.replaced', data: { ...factsOf(journey, at), afterSaleId } }]
    : [];

/** A pickup has this number. */
export const nameNumber = ({ data }: NameNumber, state: ParcelState): readonly StoredParcelEvent[] => {
  const { trackingNumber, pickupId, at } = data;
  return state.pickupId === null && state.journey === null
    ? [{ type: 'parcel.numbered', data: { ...factsOf(data, at), trackingNumber, pickupId } }]
    : [];
};

/** The merchant does not accept what came (L10). */
export const refuseParcel = (
  { data: { afterSaleId, at } }: RefuseParcel,
  { journey }: ParcelState,
): readonly StoredParcelEvent[] =>
  journey?.afterSaleId === afterSaleId && parcelLife.permits(journey.stage, 'refuse', 'merchant')
    ? [{ type: 'parcel.refused', data: { ...factsOf(journey, at), afterSaleId } }]
    : [];
