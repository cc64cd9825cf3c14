import type { AfterSaleType, GoodsKind } from '@amends/contracts';
import type { DenialCode } from './denial';
import type { Policy } from './policy';
import type { Reason } from './reasons';

/** What was asked for, as far as it says which clause of a policy it falls under. */
export type Clause = Readonly<{ type: AfterSaleType; reason: Reason; kind: GoodsKind; policy: Policy }>;

/** The place in the policy's document that a denial rests on, as a JSON pointer. */
export const ruleOf = (code: DenialCode, clause: Clause): string => {
  const { type, reason, kind } = clause;
  switch (code) {
    case 'goods_not_supported':
      return `/kinds/${kind}`;
    case 'type_not_allowed_in_order_state':
      return `/types/${type}/phases`;
    case 'type_disabled_by_policy':
      return '/disabledTypes';
    case 'reason_not_allowed':
      return `/types/${type}/reasons`;
    case 'reapply_limit':
      return '/caps/applicationsPerLine';
    case 'window_closed':
      return windowOf(clause);
    case 'quantity_exceeds_available':
    case 'units_in_open_ticket':
      return '/units/eachOnce';
    case 'gift_not_included':
      return '/units/giftWithLastUnit';
    case 'exchange_not_allowed':
      return '/exchange';
    case 'price_not_lower':
      return '/priceProtection/lowerPublicPrice';
    case 'not_same_item':
      return '/priceProtection/sameItem';
    case 'serial_number_required':
      return '/flags/serialNumberFor';
    case 'evidence_required':
      return `/reasons/${reason.code}/evidenceRequired`;
    case 'amount_exceeds_refundable':
      return '/caps/amount';
  }
};

const windowOf = ({ type, reason, policy }: Clause): string => {
  if (type === 'price_protection') return '/windows/priceProtection';
  if (type === 'exchange') return '/windows/exchange';
  if (type === 'repair') return policy.exact ? '/windows/quality' : '/repairMonths';
  return reason.window === 'no_reason' ? '/windows/noReason' : '/windows/quality';
};
