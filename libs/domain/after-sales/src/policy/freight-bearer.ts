import type { AfterSaleType, FreightBearer } from '@amends/contracts';
import type { Policy } from './policy';
import type { Reason } from './reasons';

/**
 * Who pays the way back (money.md 9): the seller for what is not the buyer's doing, and where he promised it for every
 * line. Null where nothing is sent back.
 */
export const freightBearerOf = (
  type: AfterSaleType,
  { responsibility }: Pick<Reason, 'responsibility'>,
  policies: readonly Policy[],
): FreightBearer | null => {
  if (type !== 'return_refund' && type !== 'exchange' && type !== 'repair') return null;
  const sellers = responsibility === 'merchant' || responsibility === 'logistics';
  return sellers || policies.every(({ freeReturn }) => freeReturn) ? 'merchant' : 'buyer';
};
