import type { AfterSaleType } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import { receiptsWithout } from '../policy/receipts';
import type { CaseLine, CaseState, OrderReplica, Receipt } from './case';
import { receiptsOf, repairMsOf } from './holding';
import type { Ticket } from './ticket';
import type { ReplicaEvent } from './private-events';

/** The order after what orders and the insurer have told of it. */
export const evolveOrder = (state: CaseState, event: ReplicaEvent): CaseState => {
  switch (event.type) {
    case 'case.opened':
      return { ...state, order: replicaOf(event.data) };
    case 'case.line_shipped':
      return onLine(state, event.data.lineNumber, (line) => ({
        ...line,
        shipped: Math.max(line.shipped, event.data.shipped),
        parcels: withOutwardParcel(line, { ...event.data, sentAt: event.data.at }),
      }));
    case 'case.line_received':
      return onLine(state, event.data.lineNumber, (line) => ({
        ...line,
        received: event.data.received,
        receipts: withReceipt(line.receipts, {
          units: event.data.received - unitsIn(line.receipts),
          at: event.data.at,
        }),
      }));
    case 'case.line_closed':
      return onLine(state, event.data.lineNumber, (line) => ({ ...line, closed: true }));
    case 'case.address_changed':
      return {
        ...state,
        order: state.order && { ...state.order, shippingAddress: event.data.shippingAddress },
      };
    case 'case.cover_changed':
      return { ...state, cover: event.data.cover };
    case 'case.cancel_locked': {
      const { afterSaleId, lineNumbers } = event.data;
      const known = state.locks.find((lock) => lock.afterSaleId === afterSaleId)?.lineNumbers ?? [];
      const lock = { afterSaleId, lineNumbers: [...new Set([...known, ...lineNumbers])] };
      return { ...state, locks: [...withoutLock(state, afterSaleId).locks, lock] };
    }
  }
};

/** The ticket holds no lock any more: orders releases it with the same event (rulings.md 3.6). */
export const withoutLock = (state: CaseState, ticketId: string): CaseState => ({
  ...state,
  locks: state.locks.filter(({ afterSaleId }) => afterSaleId !== ticketId),
});

/** The units have left, as the merchant reports; orders will say the same and is then no news. */
export const withUnitsSent = (
  state: CaseState,
  units: readonly Readonly<{ lineNumber: number; quantity: number }>[],
  parcel: Readonly<{ carrier: string; trackingNumber: string; sentAt: Instant }>,
): CaseState =>
  units.reduce(
    (sofar, { lineNumber, quantity }) =>
      onLine(sofar, lineNumber, (line) => ({
        ...line,
        shipped: line.shipped + quantity,
        parcels: withOutwardParcel(line, { ...parcel, quantity }),
      })),
    state,
  );

/**
 * A repair has ended with its goods at home: their warranty goes on with what was left of it, and what was repaired has one
 * of its own (states.md P12).
 */
export const withRepaired = (
  state: CaseState,
  { afterSaleId, type, occurredAt }: Readonly<{ afterSaleId: string; type: AfterSaleType; occurredAt: Instant }>,
): CaseState => {
  const ticket = state.tickets.find(({ id }) => id === afterSaleId);
  if (type !== 'repair' || ticket === undefined) return state;
  return ticket.money.lines.reduce((sofar, { lineNumber }) => {
    const repaired = receiptsOf(ticket, lineNumber);
    const home = repaired.map((receipt) => ({
      ...receipt,
      repairMs: (receipt.repairMs ?? 0) + repairMsOf(ticket, occurredAt),
      ...(ticket.repaired && { repairedAt: occurredAt }),
    }));
    return onLine(sofar, lineNumber, (line) => ({
      ...line,
      receipts: home.reduce(withReceipt, receiptsWithout(line.receipts, repaired)),
    }));
  }, state);
};

/** Exchanged units came to the buyer anew, when their replacement did: they have windows of their own (rulings.md 4.5). */
export const withReplaced = (
  state: CaseState,
  { afterSaleId, type, occurredAt }: Readonly<{ afterSaleId: string; type: AfterSaleType; occurredAt: Instant }>,
): CaseState => {
  const ticket = state.tickets.find(({ id }) => id === afterSaleId);
  if (type !== 'exchange' || ticket === undefined) return state;
  const { targetSku, parentId } = ticket;
  // What was sent first may have come long before the goods were back; with it came what replaces refused units.
  const cameWith = state.tickets.find(({ id }) => id === parentId) ?? ticket;
  const at = ticket.course === 'ahead' ? (cameWith.replacedAt ?? occurredAt) : occurredAt;
  return ticket.money.lines.reduce((sofar, { lineNumber, units }) => {
    const given = receiptsOf(ticket, lineNumber);
    return onLine(sofar, lineNumber, (line) => {
      const other = targetSku === null || targetSku === line.sku ? {} : { sku: targetSku };
      const replacements = pricedReceipts(ticket, line) ?? [{ units }];
      const came = replacements.map((replacement) => ({ ...replacement, at, ...other }));
      return { ...line, receipts: came.reduce(withReceipt, receiptsWithout(line.receipts, given)) };
    });
  }, state);
};

/** What came at another price, with what was paid for it beside the order; undefined where no price differs. */
const pricedReceipts = (
  { priceDifference }: Ticket,
  { lineNumber, unitPrice: ordered }: CaseLine,
): readonly Omit<Receipt, 'at'>[] | undefined => {
  if (priceDifference === null) return undefined;
  const { units: all, paymentId } = priceDifference;
  return all
    .filter((part) => part.lineNumber === lineNumber)
    .map(({ units, unitPrice, pays, surcharges: before }) => {
      const surcharges = paymentId === null || pays === 0 ? before : [...before, { paymentId, each: pays }];
      return {
        units,
        ...(unitPrice !== ordered && { unitPrice }),
        ...(surcharges.length > 0 && { surcharges }),
      };
    });
};

type OpenedData = Extract<ReplicaEvent, { type: 'case.opened' }>['data'];

const unitsIn = (receipts: readonly Receipt[]): number => receipts.reduce((sum, { units }) => sum + units, 0);

const withReceipt = (receipts: readonly Receipt[], receipt: Receipt): readonly Receipt[] =>
  receipt.units > 0 ? [...receipts, receipt] : receipts;

const replicaOf = ({ lines, shippingFee, shippingInsurance, promised, ...order }: OpenedData): OrderReplica => ({
  orderId: order.orderId,
  buyerId: order.buyerId,
  merchantId: order.merchantId,
  currency: order.currency,
  paidAt: order.paidAt,
  policyVersion: order.policyVersion,
  promised: promised ?? {},
  shippingAddress: order.shippingAddress,
  shippingFee: shippingFee.paid,
  insured: shippingInsurance,
  lines: lines.map(({ paid: { tenders: _notNeeded, ...paid }, ...line }) => ({
    ...line,
    paid,
    shipped: 0,
    parcels: [],
    received: 0,
    receipts: [],
    closed: false,
  })),
});

const onLine = (state: CaseState, lineNumber: number, change: (line: CaseLine) => CaseLine): CaseState =>
  state.order === null
    ? state
    : {
        ...state,
        order: {
          ...state.order,
          lines: state.order.lines.map((line) => (line.lineNumber === lineNumber ? change(line) : line)),
        },
      };

type OutwardParcel = CaseLine['parcels'][number];

const withOutwardParcel = (
  { parcels }: CaseLine,
  { carrier, trackingNumber, quantity, sentAt }: OutwardParcel,
): CaseLine['parcels'] =>
  parcels.some((known) => known.trackingNumber === trackingNumber)
    ? parcels
    : [...parcels, { carrier, trackingNumber, quantity, sentAt }];
