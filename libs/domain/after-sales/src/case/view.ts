import type {
  AfterSaleStatus,
  AfterSaleType,
  Amount,
  EntryPoint,
  FreightBearer,
  Initiator,
  OnSite,
  Phase,
  ProtectedLine,
  Responsibility,
} from '@amends/contracts';
import { SECOND_MS, total, type Instant } from '@amends/kernel';
import type { PricedUnits } from '../policy/price-difference';
import { onExpiry } from '../policy/timers';
import type { CaseState, OrderReplica } from './case';
import { restOf } from './deadlines';
import type { Action } from './life';
import { differenceFees, withheldFees } from './fees';
import { allowedActions } from './permission';
import type {
  DisposedThen,
  FastRefundStatus,
  FeeView,
  GrantedCoupon,
  Offer,
  PausedBy,
  ReplacementShipment,
  ReturnShipment,
  Ticket,
} from './ticket';

/** A ticket as answered by every call that names it (api.md 4). Amounts in minor units of `currency`. */
export type TicketView = Readonly<{
  id: string;
  version: number;
  type: AfterSaleType;
  status: AfterSaleStatus;
  closeReason: string | null;
  orderId: string;
  buyerId: string;
  merchantId: string;
  initiator: Initiator;
  entryPoint: EntryPoint;
  reason: string;
  firstReason: string;
  responsibility: Responsibility;
  returnFreightBearer: FreightBearer | null;
  lines: readonly Readonly<{
    lineNumber: number;
    quantity: number;
    accepted: number | null;
    damaged: number | null;
    missing: number | null;
  }>[];
  currency: string;
  refund: Readonly<{ requested: Amount; approved: Amount | null; refundId: string | null; status: string | null }>;
  deadline: DeadlineView | null;
  underIntervention: boolean;
  disputeId: string | null;
  parentId: string | null;
  childIds: readonly string[];
  phase: Phase;
  interceptRequested: boolean;
  goodsReceived: boolean;
  targetSku: string | null;
  serialNumber: string | null;
  returnShipment: Omit<ReturnShipment, 'signedAt'> | null;
  replacementShipment: ReplacementShipment | null;
  /** The visit to repair it where it is. */
  onSite: OnSite | null;
  /** What was decided about units that came back, the latest last. */
  dispositions: readonly DisposedThen[];
  fastRefund: Readonly<{ status: FastRefundStatus }>;
  fees: readonly FeeView[];
  /** Of an exchange at another price, for one unit each: what the buyer pays, or gets back; else null. */
  priceDifference: readonly Pick<PricedUnits, 'lineNumber' | 'units' | 'unitPrice' | 'pays' | 'back'>[] | null;
  /** How the difference was found, line by line; null for other types. */
  priceProtection: Readonly<{ lines: readonly ProtectedLine[] }> | null;
  offers: readonly Omit<Offer, 'final'>[];
  /** Coupons out of goodwill; whose budget they are of is told to nobody. */
  goodwillCoupons: readonly Omit<GrantedCoupon, 'giver'>[];
  evidenceIds: readonly string[];
  allowedActions: readonly Action[];
  policyVersion: string;
  createdAt: Instant;
  updatedAt: Instant;
}>;

export type DeadlineView = Readonly<{
  kind: string;
  at: Instant | null;
  secondsLeft: number;
  onExpiry: string;
  pausedBy: PausedBy | null;
}>;

/** The ticket as a caller of this role sees it at `now`; undefined where the case has none of this id. */
export const ticketView = (
  { order, tickets }: Pick<CaseState, 'order' | 'tickets'>,
  ticketId: string,
  role: string,
  now: Instant,
): TicketView | undefined => {
  const ticket = tickets.find(({ id }) => id === ticketId);
  return order === null || ticket === undefined ? undefined : viewOf(order, ticket, role, now);
};

const viewOf = (order: OrderReplica, ticket: Ticket, role: string, now: Instant): TicketView => ({
  id: ticket.id,
  version: ticket.version,
  type: ticket.type,
  status: ticket.status,
  closeReason: ticket.closeReason,
  orderId: order.orderId,
  buyerId: order.buyerId,
  merchantId: order.merchantId,
  initiator: ticket.initiator,
  entryPoint: ticket.entryPoint,
  reason: ticket.reason,
  firstReason: ticket.firstReason,
  responsibility: ticket.responsibility,
  returnFreightBearer: ticket.returnFreightBearer,
  lines: ticket.lines.map(({ lineNumber, quantity }) => {
    const seen = ticket.inspection.find((line) => line.lineNumber === lineNumber);
    const [accepted, damaged, missing] = [seen?.accepted ?? null, seen?.damaged ?? null, seen?.missing ?? null];
    return { lineNumber, quantity, accepted, damaged, missing };
  }),
  currency: order.currency,
  refund: refundView(ticket),
  deadline: deadlineView(ticket, now),
  underIntervention: ticket.underIntervention,
  disputeId: ticket.disputeId,
  parentId: ticket.parentId,
  childIds: ticket.childIds,
  phase: ticket.phase,
  interceptRequested: ticket.interceptRequested,
  goodsReceived: ticket.goodsReceived,
  targetSku: targetOf(order, ticket),
  serialNumber: ticket.serialNumber,
  returnShipment: parcelView(ticket),
  replacementShipment: ticket.replacementShipment,
  onSite: ticket.onSite && { appointment: ticket.onSite.appointment },
  dispositions: ticket.dispositions,
  fastRefund: { status: ticket.fastRefund },
  fees: [...ticket.fees, ...withheldFees(ticket), ...differenceFees(ticket)],
  priceDifference: pricedView(ticket),
  priceProtection: ticket.type === 'price_protection' ? { lines: ticket.protectedLines } : null,
  offers: ticket.offers.map(({ final: _notShown, ...shown }) => shown),
  goodwillCoupons: ticket.coupons.map(({ giver: _notShown, ...shown }) => shown),
  evidenceIds: ticket.evidenceIds,
  allowedActions: allowedActions(ticket, role, now),
  policyVersion: ticket.policyVersion,
  createdAt: ticket.createdAt,
  updatedAt: ticket.updatedAt,
});

const pricedView = ({ priceDifference }: Ticket): TicketView['priceDifference'] =>
  priceDifference &&
  priceDifference.units.map(({ lineNumber, units, unitPrice, pays, back, surchargesBack }) => ({
    ...{ lineNumber, units, unitPrice, pays },
    back: back + total(surchargesBack.map(({ each }) => each)),
  }));

/** What an exchange is for: unless another was named, the same item again. */
const targetOf = (order: OrderReplica, { type, targetSku, lines }: Ticket): string | null => {
  if (type !== 'exchange' || targetSku !== null) return targetSku;
  const own = order.lines.filter(({ lineNumber }) => lines.some((line) => line.lineNumber === lineNumber));
  const [first, ...others] = own.map(({ sku }) => sku);
  return others.every((sku) => sku === first) ? (first ?? null) : null;
};

/** Of several refunds the latest, once it is there. */
const refundView = ({ requested, approved, refunds }: Ticket): TicketView['refund'] => {
  const latest = refunds.at(-1);
  return { requested, approved, refundId: latest?.refundId ?? null, status: latest?.status ?? null };
};

const deadlineView = ({ deadline }: Ticket, now: Instant): DeadlineView | null =>
  deadline === null
    ? null
    : {
        kind: deadline.kind,
        at: deadline.dueAt,
        secondsLeft: Math.ceil(restOf(deadline, now) / SECOND_MS),
        onExpiry: onExpiry[deadline.kind],
        pausedBy: deadline.pausedBy,
      };

const parcelView = ({ returnShipment }: Ticket): TicketView['returnShipment'] => {
  if (returnShipment === null) return null;
  const { signedAt: _notShown, ...shown } = returnShipment;
  return shown;
};
