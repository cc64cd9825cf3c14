import type { Journey } from '@amends/domain/pickups';
import { problem, type Caller } from '@amends/platform/http';

/** What of pickups a caller may see: his own, or everything. */
export const scopeOf = (caller: Caller): Readonly<{ buyerId?: string; merchantId?: string }> => {
  switch (caller.role) {
    case 'buyer':
      return { buyerId: caller.buyerId ?? '' };
    case 'merchant':
      return { merchantId: caller.merchantId ?? '' };
    case 'agent':
    case 'supervisor':
    case 'operator':
      return {};
    case 'storefront':
    case 'integrator':
      return problem('forbidden');
  }
};

/** Whether the caller may know of this parcel. */
export const mayKnow = (caller: Caller, journey: Journey): boolean => {
  const { buyerId, merchantId } = scopeOf(caller);
  return (buyerId ?? journey.buyerId) === journey.buyerId && (merchantId ?? journey.merchantId) === journey.merchantId;
};
