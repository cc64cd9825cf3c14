import type { PriceChanged } from '@amends/contracts';
import { priceDecider, type AnnouncePrice } from '@amends/domain/orders';
import { isRefusal } from '@amends/kernel';
import { handle, type Unit } from '@amends/platform/event-store';
import type { Caller } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { onlyFor } from './access';
import { priceStream } from './streams';

export type Offer = Omit<AnnouncePrice['data'], 'at'>;
export type Announced = Pick<PriceChanged['data'], 'merchantId' | 'sku' | 'unitPrice' | 'currency' | 'effectiveAt'>;

@Injectable()
export class Prices {
  /** Announces what the shop sells and for how much from then on. */
  async announce(unit: Unit, caller: Caller, offer: Offer): Promise<Announced> {
    onlyFor(caller, offer.merchantId);
    const { merchantId, sku, unitPrice, currency } = offer;
    const announced = await handle(unit, priceDecider, priceStream(merchantId, sku), {
      type: 'AnnouncePrice',
      data: { ...offer, at: unit.now },
    });
    const effectiveAt = isRefusal(announced) ? unit.now : (announced.state?.effectiveAt ?? unit.now);
    return { merchantId, sku, unitPrice, currency, effectiveAt };
  }
}
