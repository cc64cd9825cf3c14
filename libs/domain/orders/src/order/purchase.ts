import type { Purchase, PurchasedLine } from './commands';
import { goodsOf } from './allocation';

/** What is wrong with a purchase beyond the form of its fields; `pointer` is a JSON pointer into it. */
export type PurchaseFlaw = Readonly<{ pointer: string; detail: string }>;

/** Everything that does not fit together in a purchase. Empty: it can be allocated. */
export const flawsOf = (purchase: Purchase): readonly PurchaseFlaw[] => [
  ...purchase.lines.flatMap((line, index) => lineFlaws(purchase, line, index)),
  ...discountFlaws(purchase),
  ...repeated(
    purchase.payments.map(({ paymentId }) => paymentId),
    (index) => `/payments/${index}/paymentId`,
  ),
  ...moneyFlaws(purchase),
];

const lineFlaws = ({ lines }: Purchase, line: PurchasedLine, index: number): readonly PurchaseFlaw[] => {
  const at = (field: string) => `/lines/${String(index)}/${field}`;
  const goods = goodsOf(line);
  const main = lines.find(({ lineNumber }) => lineNumber === line.giftOf);
  return [
    ...(lines.findIndex(({ lineNumber }) => lineNumber === line.lineNumber) < index
      ? [{ pointer: at('lineNumber'), detail: 'Another line has this number.' }]
      : []),
    ...(goods < 0 ? [{ pointer: at('lineDiscount'), detail: 'More than the line is worth.' }] : []),
    ...(Number.isSafeInteger(line.quantity * line.unitPrice)
      ? []
      : [{ pointer: at('unitPrice'), detail: 'The line is worth more than can be counted.' }]),
    ...(line.gift && goods > 0 ? [{ pointer: at('gift'), detail: 'A gift costs nothing.' }] : []),
    ...(line.giftOf !== null && (!line.gift || main === undefined || main.gift)
      ? [{ pointer: at('giftOf'), detail: 'A gift names the line it was given for.' }]
      : []),
  ];
};

const discountFlaws = ({ lines, discounts }: Purchase): readonly PurchaseFlaw[] =>
  discounts.flatMap(({ lineNumbers }, discount) =>
    (lineNumbers ?? []).flatMap((wanted, index) =>
      lines.some(({ lineNumber }) => lineNumber === wanted)
        ? []
        : [
            {
              pointer: `/discounts/${String(discount)}/lineNumbers/${String(index)}`,
              detail: 'The order has no line of this number.',
            },
          ],
    ),
  );

const moneyFlaws = ({ lines, shippingFee, points }: Purchase): readonly PurchaseFlaw[] => {
  const goods = lines.reduce((sum, line) => sum + goodsOf(line), 0);
  return [
    ...(Number.isSafeInteger(goods + shippingFee)
      ? []
      : [{ pointer: '/lines', detail: 'The order is worth more than can be counted.' }]),
    ...(points.redeemed > 0 === points.value > 0
      ? []
      : [{ pointer: '/points', detail: 'Points have a value, and a value needs points.' }]),
  ];
};

const repeated = (names: readonly string[], pointer: (index: string) => string): readonly PurchaseFlaw[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ pointer: pointer(String(index)), detail: 'Named twice.' }] : [],
  );
