import type { FastRefundSettings } from '@amends/contracts';
import {
  advanceLimit,
  DEMO_SETTINGS,
  eligibility,
  goodsAhead,
  PRODUCTION_SETTINGS,
  UNKNOWN_BUYER,
  type CreditStanding,
} from '@amends/domain/refunds';
import { uncounted, type FastRefundAnswer, type GoodsOut } from '@amends/domain/after-sales';
import type { Pool } from 'pg';

/** `tickets`: those that the exposure counts. */
type HeardCredit = CreditStanding & Readonly<{ tickets?: readonly string[] }>;
type Heard = Readonly<{ credit: HeardCredit | null; settings: FastRefundSettings | null }>;
type Known = Readonly<{ credit: HeardCredit; settings: FastRefundSettings }>;

/** What refunds has not heard of yet is out all the same. */
const withGoods = ({ credit, settings }: Known, out: GoodsOut): Known => ({
  settings,
  credit: { ...credit, exposure: credit.exposure + uncounted(out, credit.tickets ?? []) },
});

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

  /** Answers for goods of any worth, of which `out` have gone ahead already: whether others would go as well. */
  async goodsAheadFor(buyerId: string, out: GoodsOut): Promise<(worth: number) => FastRefundAnswer> {
    const known = withGoods(await this.heardOf(buyerId), out);
    return (amount) => goodsAhead({ buyerId, ...known, amount });
  }

  /** The most that goods of one ticket may be worth to go ahead, minor units, as far as it was heard and decided here. */
  async advanceLimitOf(buyerId: string, out: GoodsOut): Promise<number> {
    return advanceLimit({ buyerId, ...withGoods(await this.heardOf(buyerId), out) });
  }

  private async heardOf(buyerId: string): Promise<Known> {
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
