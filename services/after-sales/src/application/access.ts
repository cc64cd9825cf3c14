import type { Caller } from '@amends/platform/http';

/** The two whose object something is. */
export type Parties = Readonly<{ buyerId: string; merchantId: string }>;

/** Whether somebody may know that it exists: its parties and the platform's own people (api.md 1). */
export const maySee = (caller: Caller, { buyerId, merchantId }: Parties): boolean => {
  switch (caller.role) {
    case 'buyer':
      return caller.buyerId === buyerId;
    case 'merchant':
    case 'storefront':
      return caller.merchantId === merchantId;
    case 'agent':
    case 'supervisor':
    case 'operator':
      return true;
    case 'integrator':
      return false;
  }
};

/** Who a caller is as a party, e.g. "buyer:b-1": the same for every token of that buyer. */
export const partyOf = ({ role, id, buyerId, merchantId }: Caller): string => `${role}:${buyerId ?? merchantId ?? id}`;

/** Whether somebody works for the platform and therefore sees what the parties see. */
export const isPlatform = ({ role }: Caller): boolean =>
  role === 'agent' || role === 'supervisor' || role === 'operator';
