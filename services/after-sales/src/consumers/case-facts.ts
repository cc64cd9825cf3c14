import type { HeardFact, Merchant } from '@amends/domain/after-sales';
import { isRefusal } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import { NotNow, type Reaction, type Received } from '@amends/platform/messaging';
import { changeCase } from '../application/case-changes';
import { askedBy, caseAggregate, caseStreamOf, merchantAggregate, merchantStreamOf } from '../application/streams';
import { noteWaybill } from '../application/waybills';

/** Facts of other services that change what a case may decide. */
const heard = [
  'order.paid',
  'order.line_shipped',
  'order.line_received',
  'order.line_closed',
  'order.cancel_locked',
  'order.address_changed',
  'refund.created',
  'refund.processing',
  'refund.succeeded',
  'refund.partially_succeeded',
  'refund.failed',
  'refund.reversed',
  'refund.retried',
  'refund.cancelled',
  'fast_refund.eligible',
  'fast_refund.advanced',
  'fast_refund.undone',
  'fast_refund.settled',
  'fast_refund.contested',
  'recovery.started',
  'recovery.completed',
  'recovery.written_off',
  'return.pickup_booked',
  'return.pickup_reassigned',
  'return.courier_assigned',
  'return.pickup_failed',
  'return.pickup_cancelled',
  'return.picked_up',
  'return.shipped',
  'return.dropped_off',
  'return.tracking_updated',
  'return.signed',
  'return.stalled',
  'return.lost',
  'return.scan_revoked',
  'return.waybill_changed',
  'parcel.intercepted',
  'parcel.intercept_failed',
  'policy.purchased',
  'policy.failed',
  'policy.cancelled',
  'policy.expired',
  'policy.rebound',
  'claim.submitted',
  'claim.approved',
  'claim.paid',
  'claim.rejected',
  'claim.settled',
] as const satisfies readonly HeardFact['type'][];

/** Numbers of parcels, outward and back: none is anybody else's from now on (rulings.md 4.2). */
const numbered: ReadonlySet<string> = new Set<HeardFact['type']>([
  'order.line_shipped',
  'return.pickup_booked',
  'return.pickup_reassigned',
]);

/** Each fact becomes one command to the case of its order. */
export const caseFacts: readonly Reaction[] = heard.map((type) => ({
  type,
  streams: (data) => [{ aggregate: caseAggregate, streamId: streamOf(data) }],
  handle: hear,
}));

async function hear(message: Received, unit: Unit): Promise<void> {
  const fact = factIn(message);
  const heardNow = { ...askedBy(unit, message.actor), fact, ...(await sellerOf(fact, unit)) };
  const handled = await changeCase(unit, streamOf(fact.data), { type: 'Hear', data: heardNow });
  if (isRefusal(handled)) throw new NotNow(`${fact.type} of an order that is not known yet`);
  if (numbered.has(fact.type)) await noteNumber(fact, unit);
}

/** What was promised at payment is kept with the order (requirement M84). */
const sellerOf = async ({ type, data }: HeardFact, unit: Unit): Promise<{ merchant?: Merchant }> => {
  if (type !== 'order.paid') return {};
  const { state: merchant } = await unit.load(merchantAggregate, merchantStreamOf(data.merchantId));
  return { merchant };
};

const noteNumber = async ({ data }: HeardFact, unit: Unit): Promise<void> => {
  if ('trackingNumber' in data) await noteWaybill(unit, data.trackingNumber, data.orderId);
};

/** The topic's contract promises that data of this type has this form. */
const factIn = ({ type, data }: Received): HeardFact => ({ type, data }) as HeardFact;

const streamOf = (data: object): string => {
  const orderId: unknown = Reflect.get(data, 'orderId');
  const streamId = typeof orderId === 'string' ? caseStreamOf(orderId) : undefined;
  if (streamId === undefined) throw new Error('a fact without an order');
  return streamId;
};
