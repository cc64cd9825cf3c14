import type { Caller } from '@amends/platform/http';

/** Who a caller is as a party, e.g. "buyer:b-1": the same for every token of that buyer. */
export const partyOf = ({ role, id, buyerId, merchantId }: Caller): string => `${role}:${buyerId ?? merchantId ?? id}`;

/** Whether somebody works for the platform and therefore sees what the parties see. */
export const isPlatform = ({ role }: Caller): boolean =>
  role === 'agent' || role === 'supervisor' || role === 'operator';
