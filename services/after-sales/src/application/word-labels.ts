import {
  actionLabels,
  claimStatusLabels,
  closeReasonLabels,
  complaintStatusLabels,
  custodyLabels,
  deadlineLabels,
  disputeStatusLabels,
  fastRefundDenialLabels,
  hintLabels,
  legStatusLabels,
  listed,
  parcelStatusLabels,
  policyStatusLabels,
  refundStatusLabels,
  ticketStatusLabels,
  typeLabels,
} from '@amends/domain/after-sales';
import { addressChangeLabels, lineAfterSaleLabels, lineStatusLabels } from '@amends/domain/orders';

/** What every word that answers carry is called for people, by where it stands: nobody has to translate a code. */
export const wordLabels = {
  types: listed(typeLabels),
  statuses: {
    after_sale: listed(ticketStatusLabels),
    order_line: listed(lineStatusLabels),
    order_line_after_sale: listed(lineAfterSaleLabels),
    address_change: listed(addressChangeLabels),
    return_shipment: listed(parcelStatusLabels),
    refund: listed(refundStatusLabels),
    refund_leg: listed(legStatusLabels),
    dispute: listed(disputeStatusLabels),
    complaint: listed(complaintStatusLabels),
    insurance_policy: listed(policyStatusLabels),
    claim: listed(claimStatusLabels),
    unit: listed(custodyLabels),
  },
  closeReasons: listed(closeReasonLabels),
  deadlines: listed(deadlineLabels),
  actions: listed(actionLabels),
  hints: listed(hintLabels),
  fastRefundDenials: listed(fastRefundDenialLabels),
} as const;
