import {
  merchantAggregate,
  NOTHING_OUT,
  optionsOf,
  policyCategory,
  SIZED,
  UNKNOWN_MERCHANT,
  type LineOptions,
  type OptionsContext,
} from '@amends/domain/after-sales';
import type { Instant } from '@amends/kernel';
import { EventStore } from '@amends/platform/event-store';
import type { Caller } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { Credit } from './credit';
import { KnownOrders, type OpenCase } from './known-orders';
import { Shelves } from './shelves';
import { goodsOutAggregate, goodsOutStreamOf, merchantStreamOf } from './streams';

/** The dry run of policy for an order: the judge's own answers, with what the buyer's credit adds. */
@Injectable()
export class Options {
  constructor(
    private readonly orders: KnownOrders,
    private readonly store: EventStore,
    private readonly credit: Credit,
    private readonly shelves: Shelves,
  ) {}

  /** Options of every line, or of one; texts in both languages. */
  async of(orderId: string, caller: Caller, at: Instant, lineNumber?: number): Promise<readonly LineOptions[]> {
    const known = await this.orders.of(orderId, caller);
    return optionsOf(known, await this.contextOf(known, at), lineNumber);
  }

  /** Everything that an order's options are judged by, as fresh as what the shop has just announced. */
  async contextOf({ order, cover }: OpenCase, at: Instant): Promise<OptionsContext> {
    const { merchantId, buyerId, lines } = order;
    const own = lines.map(({ sku }) => sku);
    await Promise.all([this.shelves.fresh(own), this.credit.fresh()]);
    const sized = lines.filter(({ category, shipped }) => SIZED.has(policyCategory(category)) && shipped > 0);
    const siblings = await this.shelves.siblings(
      merchantId,
      sized.map(({ spu }) => spu),
    );
    const skus = [...own, ...siblings];
    const [merchant, fastRefundOf, goodsAheadOf, shelf, stock] = await Promise.all([
      this.store.read(merchantAggregate, merchantStreamOf(merchantId)),
      this.credit.fastRefundFor(buyerId, at),
      this.goodsAheadFor(buyerId),
      this.shelves.of(merchantId, skus),
      this.shelves.stockOf(merchantId, skus),
    ]);
    return { at, merchant: merchant?.state ?? UNKNOWN_MERCHANT, shelf, stock, cover, fastRefundOf, goodsAheadOf };
  }

  private async goodsAheadFor(buyerId: string): Promise<OptionsContext['goodsAheadOf']> {
    const out = await this.store.read(goodsOutAggregate, goodsOutStreamOf(buyerId));
    return this.credit.goodsAheadFor(buyerId, out?.state ?? NOTHING_OUT);
  }
}
