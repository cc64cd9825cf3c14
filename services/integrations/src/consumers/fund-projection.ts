import type { FastRefundSettingsChanged } from '@amends/contracts';
import type { Projection, Received } from '@amends/platform/messaging';
import { Fund } from '../application/fund';

/** From which level on the fund alarms an operator, as the settings say it. */
export const fundProjection: Projection = {
  types: ['fast_refund.settings_changed'] satisfies readonly FastRefundSettingsChanged['type'][],
  // Only messages of this type come here.
  apply: (messages, client) => Fund.hear(messages as readonly Received<FastRefundSettingsChanged['data']>[], client),
};
