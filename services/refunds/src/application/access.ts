import type { PaidOrder } from '@amends/domain/refunds';
import { notFound, problem, type Caller } from '@amends/platform/http';

type Scope = Readonly<{ buyerId?: string; merchantId?: string }>;

/** What a caller may see of refunds: his own, or everything. */
export const scopeOf = (caller: Caller): Scope => {
  switch (caller.role) {
    case 'buyer':
      return { buyerId: caller.buyerId ?? '' };
    case 'merchant':
      return { merchantId: caller.merchantId ?? '' };
    case 'agent':
    case 'supervisor':
    case 'operator':
    case 'integrator':
      return {};
    case 'storefront':
      return problem('forbidden');
  }
};

/** Whether the caller may know of what belongs to this order. */
export const mayKnow = (caller: Caller, order: PaidOrder | null): boolean => {
  const { buyerId, merchantId } = scopeOf(caller);
  return (
    order !== null &&
    (buyerId ?? order.buyerId) === order.buyerId &&
    (merchantId ?? order.merchantId) === order.merchantId
  );
};

/** A buyer is only there for himself and for the platform. */
export const ownBuyer = (caller: Caller, buyerId: string): void => {
  if (caller.role === 'buyer' && caller.buyerId !== buyerId) notFound();
};
