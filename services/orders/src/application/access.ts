import type { OrderHead, OrderState } from '@amends/domain/orders';
import { mayKnow, notFound, problem, type Caller } from '@amends/platform/http';

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
