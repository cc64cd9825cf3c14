import { attentionOf, refundView, type Account, type Refund } from '@amends/domain/refunds';
import type { Caller } from '@amends/platform/http';
import { isDesk } from '../application/access';

/** A refund as this caller sees it: what there is to do about it is for the platform's own people. */
export const viewFor = (caller: Caller, account: Account, refund: Refund): ReturnType<typeof refundView> => ({
  ...refundView(account, refund),
  ...(isDesk(caller) && { attention: attentionOf(refund), manualSettlements: refund.settlements }),
});
