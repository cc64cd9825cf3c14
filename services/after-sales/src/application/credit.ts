import type { FastRefundSettings } from '@amends/contracts';
import {
  advanceLimit,
  DEMO_SETTINGS,
  eligibility,
  PRODUCTION_SETTINGS,
  UNKNOWN_BUYER,
  type CreditStanding,
} from '@amends/domain/refunds';
import type { FastRefundAnswer } from '@amends/domain/after-sales';
import type { Pool } from 'pg';

type Heard = Readonly<{ credit: CreditStanding | null; settings: FastRefundSettings | null }>;

/** What refunds has told of buyers' credit, so that the options can say whether money would come at the scan, and an approval whether goods are sent first. */
export class Credit {
  private readonly untilTold: FastRefundSettings;

  constructor(
    private readonly pool: Pool,
    mode: 'production' | 'demo',
  ) {
    this.untilTold = mode === 'demo' ? DEMO_SETTINGS : PRODUCTION_SETTINGS;
  }

  /** Answers for any cash of this buyer's returns. */
  async fastRefundFor(buyerId: string): Promise<(cash: number) => FastRefundAnswer> {
    const { settings, credit } = await this.heardOf(buyerId);
    return (amount) => eligibility({ settings, buyerId, credit, type: 'return_refund', amount });
  }

  /** The most that may be advanced to this buyer for one ticket, minor units, as far as it was heard. */
  async advanceLimitOf(buyerId: string): Promise<number> {
    return advanceLimit({ buyerId, ...(await this.heardOf(buyerId)) });
  }

  private async heardOf(buyerId: string): Promise<Readonly<{ credit: CreditStanding; settings: FastRefundSettings }>> {
    const { rows } = await this.pool.query<Heard>({
      name: 'credit-heard',
      text: `SELECT (SELECT credit FROM after_sales.buyer_credit WHERE buyer_id = $1) AS credit,
                    (SELECT settings FROM after_sales.fast_refund_settings) AS settings`,
      values: [buyerId],
    });
    const credit = rows[0]?.credit ?? UNKNOWN_BUYER;
    const settings = rows[0]?.settings ?? this.untilTold;
    return { settings, credit };
  }
}
