import type { FastRefundSettings, FastRefundSettingsChanged } from '@amends/contracts';
import {
  advanceLimit,
  DEMO_SETTINGS,
  expectedFastRefund,
  goodsAhead,
  PRODUCTION_SETTINGS,
  UNKNOWN_BUYER,
  type HeardOfFastRefund,
} from '@amends/domain/refunds';
import type { Instant } from '@amends/kernel';
import { uncounted, type AdvanceAsked, type FastRefundAnswer, type GoodsOut } from '@amends/domain/after-sales';
import type { Freshness } from '@amends/platform/messaging';
import type { Pool } from 'pg';

/** What the settings call themselves. */
const SETTINGS: FastRefundSettingsChanged['data']['settings'] = 'fast_refund';

/** `tickets`: those that the exposure counts. */
type HeardCredit = HeardOfFastRefund['credit'] & Readonly<{ tickets?: readonly string[] }>;
type Heard = Readonly<{
  credit: HeardCredit | null;
  settings: FastRefundSettings | null;
  day: string | null;
  promised: string | null;
}>;
type Known = HeardOfFastRefund & Readonly<{ credit: HeardCredit }>;

/** What refunds has not heard of yet is out all the same. */
const withGoods = ({ credit, ...known }: Known, out: GoodsOut): Known => ({
  ...known,
  credit: { ...credit, exposure: credit.exposure + uncounted(out, credit.tickets ?? []) },
});

/** What refunds has told of buyers' credit, so that the options can say whether money would come at the scan, and an approval whether goods are sent first. */
export class Credit {
  private readonly untilTold: FastRefundSettings;

  constructor(
    private readonly pool: Pool,
    private readonly freshness: Freshness,
    mode: 'production' | 'demo',
  ) {
    this.untilTold = mode === 'demo' ? DEMO_SETTINGS : PRODUCTION_SETTINGS;
  }

  /** Waits, at most 2 s, until a change of fast refund's settings of a moment ago is heard here: off is off for whoever asks. */
  fresh(): Promise<void> {
    return this.freshness.heard('refunds', SETTINGS);
  }

  /** Answers for anything that this buyer may return: what the approval would decide now, as far as it was heard. */
  async fastRefundFor(buyerId: string, at: Instant): Promise<(asked: AdvanceAsked) => FastRefundAnswer> {
    const known = await this.heardOf(buyerId);
    return (asked) => expectedFastRefund(known, { ...asked, buyerId, at });
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
                    (SELECT settings FROM after_sales.fast_refund_settings) AS settings, d.day, d.promised
             FROM (SELECT) AS one LEFT JOIN after_sales.fast_refund_day d ON true`,
      values: [buyerId],
    });
    const [row] = rows;
    const day = row?.day == null ? null : { day: row.day, promised: Number(row.promised) };
    return { settings: row?.settings ?? this.untilTold, credit: row?.credit ?? UNKNOWN_BUYER, day };
  }
}
