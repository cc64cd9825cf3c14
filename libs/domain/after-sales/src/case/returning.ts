import { isRefusal, refuse, type Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { rowOf } from './life-of';
import { permitted } from './permission';
import { orderFacts, story } from './story';
import { pause, startDeadline } from './waiting';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/** A courier is booked; until he has come, or will not come, the buyer's time stands still (R3, L1). */
export const bookPickup = (data: DataOf<'BookPickup'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'pickup' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  const { afterSaleId, at, address, slot, carrier, fresh } = data;
  const { pickupId } = fresh;
  telling.tell({
    type: 'pickup.book',
    data: { ...orderFacts(telling), afterSaleId, pickupId, address, slot, carrier, automatic: false },
  });
  telling.tell({
    type: 'case.pickup_asked',
    data: { afterSaleId, at, parcel: { method: 'pickup', status: 'pickup_booked', pickupId, carrier, slot } },
  });
  pause(telling, ticket, 'pickup');
  return telling.events();
};

/** The buyer has sent the goods himself (R4), or had mistyped the number (R7: the merchant's time does not start again). */
export const fillWaybill = (data: DataOf<'FillWaybill'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'waybill' });
  if (isRefusal(ticket)) return ticket;
  if (data.inUse) return refuse('waybill_in_use', 'This number belongs to another parcel.');
  const telling = story(state, data);
  const { afterSaleId, at, carrier, trackingNumber } = data;
  const parcel = { method: 'self_ship', status: 'shipped', carrier, trackingNumber } as const;

  const sent = rowOf(ticket, 'waybill', 'buyer', 'case.goods_sent');
  if (sent === undefined) {
    const previousTrackingNumber = ticket.returnShipment?.trackingNumber ?? '';
    telling.tell({
      type: 'pickup.change_waybill',
      data: { ...orderFacts(telling), afterSaleId, carrier, trackingNumber, previousTrackingNumber },
    });
    telling.tell({ type: 'case.waybill_changed', data: { afterSaleId, at, parcel } });
    return telling.events();
  }
  telling.tell({
    type: 'pickup.register_waybill',
    data: { ...orderFacts(telling), afterSaleId, method: 'self_ship', carrier, trackingNumber, pointId: null },
  });
  telling.tell({ type: 'case.goods_sent', data: { afterSaleId, at, status: sent.to, parcel } });
  startDeadline(telling, ticket);
  return telling.events();
};

/** The buyer has a code for a drop-off point; the goods have left when the point scans them (L11). */
export const dropOff = (data: DataOf<'DropOff'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'drop_off' });
  if (isRefusal(ticket)) return ticket;
  const telling = story(state, data);
  const { afterSaleId, at, carrier, trackingNumber, pointId, code } = data;
  telling.tell({
    type: 'pickup.register_waybill',
    data: { ...orderFacts(telling), afterSaleId, method: 'drop_off', carrier, trackingNumber, pointId },
  });
  const parcel = { method: 'drop_off', status: 'not_filled', carrier, trackingNumber, pointId } as const;
  telling.tell({ type: 'case.drop_off_asked', data: { afterSaleId, at, parcel: { ...parcel, dropOffCode: code } } });
  return telling.events();
};
