import type { OrderHead, OrderState } from '@amends/domain/orders';
import { notFound, problem, type Caller } from '@amends/platform/http';

/** An order that was placed. */
export type PlacedOrder = OrderState & Readonly<{ order: OrderHead }>;

/** The order, if it is there and this caller may know of it; otherwise there is none (api.md 1). */
export const visibleTo = (caller: Caller, state: OrderState): PlacedOrder => {
  const { order } = state;
  return order !== null && mayKnow(caller, order) ? { ...state, order } : notFound();
};

/** A storefront or merchant speaks for its own merchant only (rulings.md 8.6). */
export const onlyFor = (caller: Caller, merchantId: string): void => {
  if (caller.merchantId !== merchantId) problem('forbidden');
};

/** What of a list a caller may see: his own, or everything. */
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

const mayKnow = (caller: Caller, order: OrderHead): boolean => {
  const { buyerId, merchantId } = scopeOf(caller);
  return (buyerId ?? order.buyerId) === order.buyerId && (merchantId ?? order.merchantId) === order.merchantId;
};
