import type { Caller } from './caller';

/** The two whose object something is. */
export type Parties = Readonly<{ buyerId: string; merchantId: string }>;

/** What a caller may see: as a party what is his own; the platform's people and integrators, where a route lets them in, everything. */
export const scopeOf = (caller: Caller): Partial<Parties> => {
  switch (caller.role) {
    case 'buyer':
      return { buyerId: caller.buyerId ?? '' };
    case 'merchant':
    case 'storefront':
      return { merchantId: caller.merchantId ?? '' };
    case 'agent':
    case 'supervisor':
    case 'operator':
    case 'integrator':
      return {};
  }
};

/** Whether the caller may know that it exists (api.md 1: what is foreign is not there). */
export const mayKnow = (caller: Caller, parties: Parties | null): boolean => {
  if (parties === null) return false;
  const { buyerId, merchantId } = scopeOf(caller);
  return (buyerId ?? parties.buyerId) === parties.buyerId && (merchantId ?? parties.merchantId) === parties.merchantId;
};
