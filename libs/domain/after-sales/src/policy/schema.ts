import { buyerTypes } from './application';
import { onExpiry } from './timers';
import { policyCategories, switchableTypes } from './terms';

type Schema = Readonly<Record<string, unknown>>;

const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const list = (items: Schema): Schema => ({ type: 'array', items });
const word = (...words: readonly string[]): Schema => ({ type: 'string', enum: words });
const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const always: Schema = { const: true };
const count = (description: string): Schema => ({ type: 'integer', minimum: 0, description });

const timer = object({
  kind: word(...Object.keys(onExpiry)),
  duration: { type: 'string', pattern: '^PT[0-9]+H$', description: 'ISO 8601' },
  onExpiry: word(...new Set(Object.values(onExpiry))),
});
const typeClause = object({
  offered: flag,
  phases: list(word('unshipped', 'shipped', 'received')),
  reasons: list(text),
  timers: object({ unshipped: list(timer), shipped: list(timer) }, ['unshipped', 'shipped']),
});
const reasonClause = object({
  window: word('noReason', 'quality'),
  responsibility: word('buyer', 'merchant', 'both', 'none', 'logistics', 'platform'),
  evidenceRequired: flag,
  returnFreightBearer: word('buyer', 'merchant'),
});
const days = (what: string): Schema => count(`Days in which ${what}.`);

/** JSON Schema of a policy document, for whoever checks or draws terms by program. */
export const policySchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'After-sale policy of one category',
  ...object({
    category: word(...policyCategories),
    version: { type: 'string', description: "The platform's version and, after .m, the number of the merchant's." },
    windows: object({
      noReason: days('goods can be returned without a reason, counted from receipt'),
      quality: days('anything else can be asked for, counted from receipt'),
      exchange: days('goods can be exchanged, counted from receipt'),
      priceProtection: days('a fallen price is paid back, counted from payment'),
    }),
    exact: { type: 'boolean', description: 'Windows count to the second, not to the end of a day.' },
    repairMonths: count('Months after receipt in which a repair can be asked for; the warranty, if longer.'),
    freeReturn: { type: 'boolean', description: 'The merchant pays the way back whatever the reason.' },
    autoApprovePreShip: { type: 'boolean', description: 'What has not been shipped is refunded unseen.' },
    unconditionalReturn: { type: 'boolean', description: 'Returns without a reason are approved at once.' },
    disabledTypes: list(word(...switchableTypes)),
    fastExchange: { type: 'boolean', description: 'Buyers of good credit get the other item first.' },
    flags: object(
      {
        returnFeePercent: count('Of the cash of units that come back for reasons of their buyer, kept by the shop.'),
        freeShipping: {
          oneOf: [{ type: 'null' }, object({ threshold: count('Minor units.'), fee: count('Minor units.') })],
          description: 'Freight that was spared is kept when a return takes the order below the threshold.',
        },
        negotiateFirst: { type: 'boolean', description: 'No rejection before an offer or a message.' },
        serialNumberFor: list(word(...policyCategories)),
        exchangePriceDifference: { type: 'boolean', description: 'Another variant may have another price.' },
      },
      ['exchangePriceDifference'],
    ),
    kinds: object({
      physical: list(word(...buyerTypes)),
      service: list(word(...buyerTypes)),
      virtual: list(word(...buyerTypes)),
    }),
    types: object(Object.fromEntries(buyerTypes.map((type) => [type, typeClause]))),
    reasons: { type: 'object', additionalProperties: reasonClause },
    units: object({ eachOnce: always, giftWithLastUnit: always }),
    exchange: object({ sameItem: always, otherVariants: list(text), equalPrice: flag, inStock: always }),
    priceProtection: object({ lowerPublicPrice: always, sameItem: always }),
    freight: object({ insuranceFirst: always, outwardBack: list(word('nothing_shipped', 'merchant_fault_all_back')) }),
    caps: object({
      amount: { const: 'what_remains' },
      applicationsPerLine: count('Applications of a line that came to nothing, before the next is refused.'),
      offersPerTicket: count('Offers of both sides together.'),
      evidencePerRequest: count('Pieces of evidence cited with one request.'),
    }),
    timers: list(timer),
  }),
};
