import { isRefusal, total, type Minor } from '@amends/kernel';
import { announcedAt } from '../prices/sku';
import type { Application } from './application';
import { SIZED } from './exchange';
import { fastExchangeOf } from './fast-exchange';
import { judgeStanding } from './judge';
import type { ExchangeTarget, OptionsContext } from './option';
import type { LineStanding, OrderStanding } from './standing';
import { policyCategory } from './terms';

/**
 * The colours and sizes of a line's item that an exchange may be for now: each is what the judge says of the application for
 * one unit (api.md 3). Of goods that have none: none.
 */
export const exchangeTargets = (
  line: LineStanding,
  standing: OrderStanding,
  context: OptionsContext,
  asking: (targetSku: string) => Application,
): readonly ExchangeTarget[] => {
  if (!SIZED.has(policyCategory(line.category))) return [];
  return [...context.shelf.keys()].flatMap((sku) => {
    const announced = announcedAt(context.shelf, sku, context.at);
    if (announced?.spu !== line.spu) return [];
    const judgement = judgeStanding(asking(sku), standing, context);
    if (isRefusal(judgement)) return [];
    const priceDifference = differenceOf(judgement.pricedUnits);
    const { attributes } = announced;
    // Its own item is what was paid for, whatever it costs by now.
    const unitPrice = sku === line.sku ? line.unitPrice : announced.unitPrice;
    const fastExchange = fastExchangeOf(judgement, context.goodsAheadOf);
    return [{ sku, attributes, unitPrice, priceDifference, fastExchange }];
  });
};

const differenceOf = (
  units: readonly Readonly<{ units: number; pays: Minor; back: Minor; surchargesBack: readonly { each: Minor }[] }>[],
): ExchangeTarget['priceDifference'] => ({
  pays: total(units.map((part) => part.units * part.pays)),
  back: total(units.map((part) => part.units * (part.back + total(part.surchargesBack.map(({ each }) => each))))),
});
