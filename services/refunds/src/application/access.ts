import { notFound, type Caller } from '@amends/platform/http';

/** A buyer is only there for himself and for the platform. */
export const ownBuyer = (caller: Caller, buyerId: string): void => {
  if (caller.role === 'buyer' && caller.buyerId !== buyerId) notFound();
};
