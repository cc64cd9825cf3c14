import { refuse, type Decision } from '@amends/kernel';
import { isKnown, type CaseEvent, type CaseState, type OpenedCase } from '../case';
import type { Asked, CaseRefusal, DataOf, HeardFact } from '../commands';
import { hearClaim, hearPolicy } from './of-insurance';
import { hearAddressChanged, hearCancelLocked, hearLineClosed, hearPaid, hearReceived, hearShipped } from './of-orders';
import { hearIntercepted, hearInterceptFailed, hearParcel } from './of-pickups';
import { hearFastRefund, hearRefund } from './of-refunds';

/** Takes in a fact of another service. Of an order that is not known yet: `not_found`, to be told again later. */
export const hear = (data: DataOf<'Hear'>, state: CaseState): Decision<CaseEvent, CaseRefusal> => {
  if (data.fact.type === 'order.paid') return hearPaid(data.fact, state, data.merchant);
  return isKnown(state) ? hearKnown(data.fact, data, state) : refuse('not_found', 'The order is not known yet.');
};

const hearKnown = (
  fact: Exclude<HeardFact, { type: 'order.paid' }>,
  asked: Asked,
  state: OpenedCase,
): readonly CaseEvent[] => {
  switch (fact.type) {
    case 'order.line_shipped':
      return hearShipped(fact, asked, state);
    case 'order.line_received':
      return hearReceived(fact, state);
    case 'order.line_closed':
      return hearLineClosed(fact, state);
    case 'order.address_changed':
      return hearAddressChanged(fact, state);
    case 'order.cancel_locked':
      return hearCancelLocked(fact, asked, state);
    case 'parcel.intercepted':
      return hearIntercepted(fact, asked, state);
    case 'parcel.intercept_failed':
      return hearInterceptFailed(fact, asked, state);
    case 'refund.created':
    case 'refund.processing':
    case 'refund.succeeded':
    case 'refund.partially_succeeded':
    case 'refund.failed':
    case 'refund.reversed':
    case 'refund.retried':
    case 'refund.cancelled':
      return hearRefund(fact, asked, state);
    case 'fast_refund.eligible':
    case 'fast_refund.advanced':
    case 'fast_refund.undone':
    case 'fast_refund.settled':
    case 'fast_refund.contested':
    case 'recovery.started':
    case 'recovery.completed':
    case 'recovery.written_off':
      return hearFastRefund(fact, asked, state);
    case 'policy.purchased':
    case 'policy.failed':
    case 'policy.cancelled':
    case 'policy.expired':
    case 'policy.rebound':
      return hearPolicy(fact, asked, state);
    case 'claim.submitted':
    case 'claim.approved':
    case 'claim.paid':
    case 'claim.rejected':
    case 'claim.settled':
      return hearClaim(fact, asked, state);
    case 'return.pickup_booked':
    case 'return.pickup_reassigned':
    case 'return.courier_assigned':
    case 'return.pickup_failed':
    case 'return.pickup_cancelled':
    case 'return.picked_up':
    case 'return.shipped':
    case 'return.dropped_off':
    case 'return.tracking_updated':
    case 'return.signed':
    case 'return.stalled':
    case 'return.lost':
    case 'return.scan_revoked':
    case 'return.waybill_changed':
      return hearParcel(fact, asked, state);
  }
};
