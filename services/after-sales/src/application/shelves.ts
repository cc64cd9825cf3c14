import type { Shelf, StockBySku } from '@amends/domain/after-sales';
import type { Unit } from '@amends/platform/event-store';
import { EventStore } from '@amends/platform/event-store';
import { Freshness } from '@amends/platform/messaging';
import { Injectable } from '@nestjs/common';
import { skuAggregate, skuStreamOf, stockAggregate, stockStreamOf } from './streams';

/** An item has hardly more colours and sizes; more are not offered by themselves. */
const MOST_SIBLINGS = 50;

/**
 * Finds what a merchant has announced of his SKUs (`POST /v1/prices`, heard as `price.changed`). Inside a command:
 * `await shelves.fresh(skus)` before its unit, so that a price of a moment ago is waited for (api.md 1), then
 * `shelves.in(unit, merchantId, skus)`. Of what is found `announcedAt(shelf, sku, at)` is what the SKU sells for at an
 * instant: null where nothing is announced.
 */
@Injectable()
export class Shelves {
  constructor(
    private readonly store: EventStore,
    private readonly freshness: Freshness,
  ) {}

  /** Waits, at most 2 s, until what orders has just said of these SKUs is heard here. */
  async fresh(skus: readonly string[]): Promise<void> {
    await Promise.all(distinct(skus).map((sku) => this.freshness.heard('orders', sku)));
  }

  /** As a command sees it: SKUs that were never announced are left out. */
  async in(unit: Unit, merchantId: string, skus: readonly string[]): Promise<Shelf> {
    const found = distinct(skus).map(async (sku) => {
      const { state } = await unit.load(skuAggregate, skuStreamOf(merchantId, sku));
      return [sku, state] as const;
    });
    return new Map((await Promise.all(found)).filter(([, { announcements }]) => announcements.length > 0));
  }

  /** What he has of them, as a command sees it; written in the same unit as what is set aside. */
  async stockIn(unit: Unit, merchantId: string, skus: readonly string[]): Promise<StockBySku> {
    const found = distinct(skus).map(async (sku) => {
      const { state } = await unit.load(stockAggregate, stockStreamOf(merchantId, sku));
      return [sku, state] as const;
    });
    return new Map(await Promise.all(found));
  }

  /** What he has of them, as a reader sees it. */
  async stockOf(merchantId: string, skus: readonly string[]): Promise<StockBySku> {
    const found = distinct(skus).map(async (sku) => {
      const loaded = await this.store.read(stockAggregate, stockStreamOf(merchantId, sku));
      return loaded === undefined ? [] : [[sku, loaded.state] as const];
    });
    return new Map((await Promise.all(found)).flat());
  }

  /** Other SKUs of these items that the merchant has announced, the latest of each item's. */
  async siblings(merchantId: string, spus: readonly string[]): Promise<readonly string[]> {
    const found = distinct(spus).map(async (reference) => {
      const { items } = await this.store.list(skuAggregate, {
        kind: 'sku',
        where: { merchantId, reference },
        limit: MOST_SIBLINGS,
      });
      return items.flatMap(({ state }) => state.announcements.at(-1)?.sku ?? []);
    });
    return (await Promise.all(found)).flat();
  }

  /** As a reader sees it. */
  async of(merchantId: string, skus: readonly string[]): Promise<Shelf> {
    const found = distinct(skus).map(async (sku) => {
      const loaded = await this.store.read(skuAggregate, skuStreamOf(merchantId, sku));
      return loaded === undefined ? [] : [[sku, loaded.state] as const];
    });
    return new Map((await Promise.all(found)).flat());
  }
}

const distinct = (skus: readonly string[]): readonly string[] => [...new Set(skus)];
