import type { ProviderLimits } from '@amends/domain/refunds';
import { DAY_MS, SECOND_MS } from '@amends/kernel';
import type { RefundsConfig } from '../../config';

/** What the configured provider demands of the refunds of one payment; undefined when it demands nothing. */
export const limitsOf = (
  config: Pick<RefundsConfig, 'PSP_REFUNDS_PER_PAYMENT' | 'PSP_REFUND_EVERY_SECONDS' | 'PSP_REFUND_WITHIN_DAYS'>,
): ProviderLimits | undefined => {
  const limits: ProviderLimits = {
    ...(config.PSP_REFUNDS_PER_PAYMENT > 0 && { perPayment: config.PSP_REFUNDS_PER_PAYMENT }),
    ...(config.PSP_REFUND_EVERY_SECONDS > 0 && { apartMs: config.PSP_REFUND_EVERY_SECONDS * SECOND_MS }),
    ...(config.PSP_REFUND_WITHIN_DAYS > 0 && { withinMs: config.PSP_REFUND_WITHIN_DAYS * DAY_MS }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
};
