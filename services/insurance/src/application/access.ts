import type { InsuredOrder, OrderHead } from '@amends/domain/insurance';
import { problem, type Caller } from '@amends/platform/http';

/** What a caller may see of insurance: his own, or everything. */
export const scopeOf = (caller: Caller): Readonly<{ buyerId?: string; merchantId?: string }> => {
  switch (caller.role) {
    case 'buyer':
      return { buyerId: caller.buyerId ?? '' };
    case 'merchant':
    case 'storefront':
      return { merchantId: caller.merchantId ?? '' };
    case 'agent':
    case 'supervisor':
    case 'operator':
      return {};
    case 'integrator':
      return problem('forbidden');
  }
};

/** The order, if something was heard of it and the caller may know of it; otherwise there is none (api.md 1). */
export const visibleTo = (caller: Caller, { order }: InsuredOrder): OrderHead | undefined => {
  const { buyerId, merchantId } = scopeOf(caller);
  return order !== null &&
    (buyerId ?? order.buyerId) === order.buyerId &&
    (merchantId ?? order.merchantId) === order.merchantId
    ? order
    : undefined;
};
