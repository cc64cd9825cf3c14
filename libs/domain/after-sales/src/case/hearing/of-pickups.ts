import type { ParcelIntercepted, ParcelInterceptFailed, PickupsEvent } from '@amends/contracts';
import { later } from '@amends/kernel';
import { RECEIPT_AFTER_SIGNING_MS } from '../../policy/timers';
import type { CaseEvent, OpenedCase } from '../case';
import type { Asked } from '../commands';
import { feesOfFreight, keepNothing, tellFees } from '../fees';
import { rowOf } from '../life-of';
import type { ParcelNews } from '../private-events';
import { convertToRefund, goOn, receiveAll } from '../settling';
import { factsOf, story, type Story } from '../story';
import type { ReturnShipment, Ticket } from '../ticket';
import { hearRevoked } from './revoking';
import { bringForward, notAfter, pause, resume, startDeadline } from '../waiting';

/** What happens to the parcel that brings the goods back (states.md 5 and 11). News of another parcel is no news. */
export const hearParcel = (fact: PickupsEvent, asked: Asked, state: OpenedCase): readonly CaseEvent[] => {
  const ticket = state.tickets.find(({ id }) => id === fact.data.afterSaleId);
  if (ticket === undefined || !concerns(fact, ticket)) return [];
  const telling = story(state, asked);
  if (ticket.status === 'awaiting_buyer_shipment') hearBeforeShipment(telling, ticket, fact);
  else hearUnderWay(telling, ticket, fact);
  return telling.events();
};

/** A pickup that was booked instead of another one is always ours; anything else must be about the parcel we know. */
const concerns = ({ type, data }: PickupsEvent, { returnShipment, interceptRequested }: Ticket): boolean => {
  if (data.method === 'forward_parcel') return interceptRequested;
  if (returnShipment === null) return true;
  if (type === 'return.pickup_booked' || type === 'return.pickup_reassigned') return true;
  if (data.pickupId !== null) return returnShipment.pickupId === data.pickupId;
  return returnShipment.trackingNumber === null || returnShipment.trackingNumber === data.trackingNumber;
};

/** The goods are still with the buyer: his time stands still while a courier is expected (timers.md). */
const hearBeforeShipment = (telling: Story, ticket: Ticket, fact: PickupsEvent): void => {
  switch (fact.type) {
    case 'return.pickup_booked':
    case 'return.pickup_reassigned':
      tellNews(telling, ticket, { ...newsOf(fact), slot: fact.data.slot });
      {
        pause(telling, ticket, 'pickup');
        return;
      }
    case 'return.courier_assigned':
      tellNews(telling, ticket, newsOf(fact));
      {
        pause(telling, ticket, 'pickup');
        return;
      }
    case 'return.pickup_failed':
      tellNews(telling, ticket, fact.data.final ? NOTHING_BOOKED : { ...newsOf(fact), status: 'pickup_failed' });
      {
        resume(telling, ticket, 'pickup');
        return;
      }
    case 'return.pickup_cancelled':
      tellNews(telling, ticket, NOTHING_BOOKED);
      {
        resume(telling, ticket, 'pickup');
        return;
      }
    case 'return.picked_up':
    case 'return.dropped_off':
    case 'return.tracking_updated':
    case 'return.signed':
    case 'return.stalled':
    case 'return.lost':
      leave(telling, ticket, fact);
      {
        hearUnderWay(telling, telling.latest(ticket), fact);
        return;
      }
    case 'return.scan_revoked':
      return; // Nothing was believed to have left.
    case 'return.shipped':
    case 'return.waybill_changed': {
      tellNews(telling, ticket, newsOf(fact));
      return;
    }
  }
};

/** The carrier has the goods: the merchant's time starts with the carrier's first word (R5). */
const leave = (telling: Story, ticket: Ticket, fact: PickupsEvent): void => {
  const row = rowOf(ticket, 'parcel_sent', 'carrier', 'case.goods_sent');
  if (row === undefined) return;
  const { at } = telling.asked;
  telling.tell({
    type: 'case.goods_sent',
    data: { afterSaleId: ticket.id, at, status: row.to, parcel: newsOf(fact) },
  });
  startDeadline(telling, ticket, 'at' in fact.data ? notAfter(fact.data.at, at) : at);
};

const hearUnderWay = (telling: Story, ticket: Ticket, fact: PickupsEvent): void => {
  switch (fact.type) {
    case 'return.picked_up':
      tellNews(telling, ticket, newsOf(fact));
      {
        tellFees(telling, ticket, feesOfFreight(telling.now(), ticket, fact.data.freight));
        return;
      }
    case 'return.shipped':
    case 'return.waybill_changed':
    case 'return.dropped_off':
    case 'return.tracking_updated':
      tellNews(telling, ticket, newsOf(fact));
      if (fact.data.status === 'exception') waitForCarrier(telling, ticket);
      else resume(telling, ticket, 'logistics');
      return;
    case 'return.signed': {
      hearSigned(telling, ticket, newsOf(fact), notAfter(fact.data.at, telling.asked.at));
      return;
    }
    case 'return.stalled':
      tellNews(telling, ticket, newsOf(fact));
      waitForCarrier(telling, ticket);
      return;
    case 'return.lost':
      tellNews(telling, ticket, newsOf(fact));
      {
        hearLost(telling, telling.latest(ticket));
        return;
      }
    case 'return.scan_revoked': {
      hearRevoked(telling, ticket);
      return;
    }
    case 'return.pickup_booked':
    case 'return.pickup_reassigned':
    case 'return.courier_assigned':
    case 'return.pickup_failed':
    case 'return.pickup_cancelled':
      return; // A courier for goods that have left, or for a ticket that has ended: nothing waits for him.
  }
};

/** The merchant has no goods to look at: his time stands still, nobody else's (rulings.md 4.3). */
const waitForCarrier = (telling: Story, ticket: Ticket): void => {
  if (telling.latest(ticket).deadline?.kind === 'merchant_receipt') pause(telling, ticket, 'logistics');
};

/** Delivered: three days from now, if that is earlier. A stopped parcel is back where it came from (S5). */
const hearSigned = (telling: Story, ticket: Ticket, news: ParcelNews, signedAt: string): void => {
  const before = telling.latest(ticket).returnShipment;
  const wasStopped = before?.status === 'returned_to_sender';
  if (news.method === 'forward_parcel' && !wasStopped) {
    failToStop(telling, ticket);
    return;
  }
  tellNews(telling, ticket, { ...news, signedAt });
  resume(telling, ticket, 'logistics');
  if (news.method === 'forward_parcel') receiveAll(telling, ticket, 'parcel_back', 'carrier');
  else if (telling.latest(ticket).deadline?.kind === 'merchant_receipt')
    bringForward(telling, ticket, later(signedAt, RECEIPT_AFTER_SIGNING_MS), 'signed');
};

/** Lost under way: the carrier's loss is not the buyer's (R12). */
const hearLost = (telling: Story, ticket: Ticket): void => {
  convertToRefund(telling, ticket, { on: 'parcel_lost', by: 'carrier', because: 'lost' });
  const row = rowOf(ticket, 'parcel_lost', 'carrier', 'case.goods_lost');
  if (row === undefined) return;
  telling.tell({
    type: 'case.goods_lost',
    data: { afterSaleId: ticket.id, at: telling.asked.at, status: row.to, responsibility: 'logistics' },
  });
  // Goods that never came back cost their buyer no fee; what was paid at the scan already stays as it was.
  if (ticket.refunds.length === 0) keepNothing(telling, ticket);
  goOn(telling, ticket, row);
};

/** The outward parcel was stopped and comes back (S3). */
export const hearIntercepted = ({ data }: ParcelIntercepted, asked: Asked, state: OpenedCase): readonly CaseEvent[] => {
  const { afterSaleId, carrier, trackingNumber } = data;
  const ticket = state.tickets.find(({ id }) => id === afterSaleId);
  if (ticket === undefined || !ticket.interceptRequested || ticket.returnShipment?.status === 'signed') return [];
  const telling = story(state, asked);
  tellNews(telling, ticket, { method: 'forward_parcel', status: 'returned_to_sender', carrier, trackingNumber });
  return telling.events();
};

/** The outward parcel could not be stopped: nothing is to come back, and the merchant decides anew (S6, rulings.md 3.7). */
export const hearInterceptFailed = (
  { data }: ParcelInterceptFailed,
  asked: Asked,
  state: OpenedCase,
): readonly CaseEvent[] => {
  const ticket = state.tickets.find(({ id }) => id === data.afterSaleId);
  if (!ticket?.interceptRequested) return [];
  const telling = story(state, asked);
  failToStop(telling, ticket);
  return telling.events();
};

const failToStop = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  const reopened = rowOf(now, 'intercept_fails', 'carrier', 'after_sale.reopened');
  if (reopened !== undefined) {
    telling.tell({
      type: 'after_sale.reopened',
      data: {
        ...factsOf(telling, now, { status: reopened.to, interceptRequested: false }),
        because: 'intercept_failed',
      },
    });
    startDeadline(telling, ticket);
    return;
  }
  if (rowOf(now, 'intercept_fails', 'carrier', 'case.intercept_failed') !== undefined)
    telling.tell({ type: 'case.intercept_failed', data: { afterSaleId: now.id, at: telling.asked.at } });
};

const NOTHING_BOOKED: ParcelNews = {
  method: 'pickup',
  status: 'not_filled',
  pickupId: null,
  carrier: null,
  trackingNumber: null,
  slot: null,
};

const newsOf = ({ data }: PickupsEvent): ParcelNews => ({
  method: data.method,
  status: data.status,
  pickupId: data.pickupId,
  carrier: data.carrier,
  trackingNumber: data.trackingNumber,
});

/** Told only where something of it is new. */
const tellNews = (telling: Story, ticket: Ticket, parcel: ParcelNews): void => {
  const before = telling.latest(ticket).returnShipment;
  const { scanRevoked } = telling.latest(ticket);
  if (before !== null && saysNothingNew(before, parcel) && !scanRevoked) return;
  telling.tell({ type: 'case.parcel_heard', data: { afterSaleId: ticket.id, at: telling.asked.at, parcel } });
};

const saysNothingNew = (before: ReturnShipment, news: ParcelNews): boolean =>
  JSON.stringify({ ...before, ...news }) === JSON.stringify(before);
