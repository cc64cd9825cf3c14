import type { Refusal } from '@amends/kernel';
import { announcedAt } from '../prices/sku';
import { freeUnits } from '../stock/stock';
import type { AskedLine, Hearing } from './application';
import { deny, type DenialCode } from './denial';
import { policyCategory } from './terms';

/** Goods that may be changed for another size or colour of the same kind (states.md 6). */
export const SIZED: ReadonlySet<string> = new Set(['apparel', 'footwear']);

/** What may differ between one size or colour and another. */
export const VARYING: ReadonlySet<string> = new Set(['color', 'colour', 'size']);

/**
 * What an exchange may be for (states.md X1, rulings.md 4.5): the same item, or of apparel and footwear another colour or
 * size at the same price, or at any where the policy's flag says so, as long as the shop has it. Otherwise
 * `exchange_not_allowed`.
 */
export const exchangeFits = (hearing: Hearing): Refusal<DenialCode> | undefined => {
  if (hearing.application.type !== 'exchange') return undefined;
  const fits = hearing.asked.every((asked) => isSameItem(hearing, asked) || isVariant(hearing, asked));
  return fits && isInStock(hearing) ? undefined : deny('exchange_not_allowed');
};

const targetOf = ({ application: { targetSku } }: Hearing, { line }: AskedLine): string => targetSku ?? line.sku;

const isSameItem = (hearing: Hearing, asked: AskedLine): boolean => targetOf(hearing, asked) === asked.line.sku;

const isVariant = (hearing: Hearing, asked: AskedLine): boolean => {
  const { line, policy } = asked;
  const target = announcedAt(hearing.shelf, targetOf(hearing, asked), hearing.at);
  return (
    target !== null &&
    SIZED.has(policyCategory(line.category)) &&
    !line.randomShip &&
    !target.randomShip &&
    target.spu === line.spu &&
    (target.unitPrice === line.unitPrice || policy.flags.exchangePriceDifference === true) &&
    target.currency === hearing.order.currency &&
    Object.entries(line.attributes).every(
      ([name, value]) => VARYING.has(name) || (target.attributes[name] ?? value) === value,
    )
  );
};

/** What the ticket itself has set aside is there for it. */
const isInStock = (hearing: Hearing): boolean => {
  const { asked, stock, at, changing } = hearing;
  return [...new Set(asked.map((each) => targetOf(hearing, each)))].every((sku) => {
    const known = stock.get(sku);
    const free = known === undefined ? null : freeUnits(known, at, changing);
    const wanted = asked.filter((each) => targetOf(hearing, each) === sku);
    return free === null || wanted.reduce((sum, { quantity }) => sum + quantity, 0) <= free;
  });
};
