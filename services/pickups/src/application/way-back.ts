import type { OrderFacts } from '@amends/contracts';
import { wayBackAggregate, wayBackDecider, type ChosenParcel } from '@amends/domain/pickups';
import { handle, type Unit } from '@amends/platform/event-store';
import { changeParcel } from './change-parcel';
import { numberStream, pickupStream, wayBackStream } from './streams';

type OfTicket = OrderFacts & Readonly<{ afterSaleId: string }>;

/** The ticket's goods come with this parcel from now on; the one before it, if there is another, is let go. */
export const chooseParcel = async (
  unit: Unit,
  { afterSaleId, orderId, merchantId, buyerId }: OfTicket,
  parcel: ChosenParcel,
  by: 'buyer' | 'system' = 'system',
): Promise<void> => {
  const streamId = wayBackStream(afterSaleId);
  const before = (await unit.load(wayBackAggregate, streamId)).state.parcel;
  if (before !== null && streamOf(before) !== streamOf(parcel)) await letGo(unit, afterSaleId, before, by);
  const data = { afterSaleId, orderId, merchantId, buyerId, parcel, at: unit.now };
  await handle(unit, wayBackDecider, streamId, { type: 'ChooseParcel', data });
};

/** The ticket has ended: a courier who has not come yet need not come, and a code is not used any more. */
export const endWayBack = async (unit: Unit, afterSaleId: string): Promise<void> => {
  const { parcel } = (await unit.load(wayBackAggregate, wayBackStream(afterSaleId))).state;
  if (parcel !== null) await letGo(unit, afterSaleId, parcel, 'system');
};

/** The merchant does not accept what came. */
export const refuseWayBack = async (unit: Unit, afterSaleId: string): Promise<void> => {
  const { parcel } = (await unit.load(wayBackAggregate, wayBackStream(afterSaleId))).state;
  if (parcel === null) return;
  await changeParcel(unit, streamOf(parcel), { type: 'RefuseParcel', data: { afterSaleId, at: unit.now } });
};

const letGo = async (unit: Unit, afterSaleId: string, parcel: ChosenParcel, by: 'buyer' | 'system'): Promise<void> => {
  await changeParcel(
    unit,
    streamOf(parcel),
    parcel.pickupId === null
      ? { type: 'ReplaceParcel', data: { afterSaleId, by, at: unit.now } }
      : { type: 'CancelPickup', data: { by: 'system', at: unit.now } },
  );
};

const streamOf = (parcel: ChosenParcel): string =>
  parcel.pickupId === null ? numberStream(parcel.trackingNumber) : pickupStream(parcel.pickupId);
