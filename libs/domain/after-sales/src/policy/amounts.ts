import type { LineAmount } from '@amends/contracts';
import { isRefusal, spread, total, type Minor, type Refusal } from '@amends/kernel';
import type { AskedLine, Hearing, Judgement } from './application';
import { deny, type DenialCode } from './denial';
import { protectionOf } from './price-protection';
import { worthOf } from './standing';
import { afterWithholding, withheldFrom } from './withholding';

/** `setAside`: where goods are asked for instead of money, their worth is kept for when there are none. */
export type AskedMoney = Pick<Judgement, 'amounts' | 'setAside' | 'withheld' | 'protectedLines' | 'shippingFee'>;

/**
 * The money an application sets aside: money.md rule 2 over its lines, the cash cut to what was asked for (rulings.md
 * 1.7), goodwill spread by the cash that no ticket asks for (1.9). More than that: `amount_exceeds_refundable`.
 */
export const moneyAsked = (hearing: Hearing): AskedMoney | Refusal<DenialCode> => {
  const { application, asked, order } = hearing;
  switch (application.type) {
    case 'refund_only':
    case 'return_refund':
      return returned(hearing);
    case 'compensation':
      return application.component === 'shipping_fee'
        ? freightGoodwill(application.requestedAmount ?? 0, order.shippingFeeLeft)
        : goodwill(application.requestedAmount ?? 0, asked);
    case 'exchange':
    case 'reissue':
    case 'repair':
      return application.requestedAmount === null
        ? {
            amounts: asked.map(({ line, quantity }) => unpaid(line.lineNumber, quantity)),
            setAside: asked.map(({ line, quantity }) => worthOf(line, quantity)),
            protectedLines: [],
            withheld: [],
            shippingFee: 0,
          }
        : deny('amount_exceeds_refundable', { maxRefundable: 0 });
    case 'price_protection':
      return differences(hearing);
  }
};

const money = (amounts: readonly LineAmount[], shippingFee: Minor = 0): AskedMoney => ({
  amounts,
  setAside: amounts,
  protectedLines: [],
  withheld: [],
  shippingFee,
});

/** Cash alone, beside units that stay where they are. */
const differences = (hearing: Hearing): AskedMoney | Refusal<DenialCode> => {
  const protectedLines = protectionOf(hearing);
  if (isRefusal(protectedLines)) return protectedLines;
  const amounts = protectedLines.map(({ lineNumber, amount }) => ({ ...unpaid(lineNumber, 0), cash: amount }));
  return { ...money(amounts), protectedLines };
};

/** What the units are worth, less what the shop keeps of a return. */
const returned = (hearing: Hearing): AskedMoney | Refusal<DenialCode> => {
  const worth = hearing.asked.map(({ line, quantity }) => worthOf(line, quantity));
  const withheld = withheldFrom(hearing, worth);
  const asked = cutTo(hearing.application.requestedAmount, afterWithholding(worth, withheld));
  return isRefusal(asked) ? asked : { ...asked, withheld };
};

const cutTo = (requested: Minor | null, worth: readonly LineAmount[]): AskedMoney | Refusal<DenialCode> => {
  const cash = total(worth.map((line) => line.cash));
  const points = total(worth.map((line) => line.points));
  if (cash + points === 0) return deny('amount_exceeds_refundable', { maxRefundable: 0 });
  if (requested === null) return money(worth);
  if (requested > cash) return deny('amount_exceeds_refundable', { maxRefundable: cash });

  const shares = spread(
    requested,
    worth.map((line) => line.cash),
  );
  return money(worth.map((line, index) => ({ ...line, cash: shares[index] ?? 0 })));
};

const goodwill = (requested: Minor, asked: readonly AskedLine[]): AskedMoney | Refusal<DenialCode> => {
  const left = asked.map(({ line }) => line.left.cash);
  if (requested > total(left)) return deny('amount_exceeds_refundable', { maxRefundable: total(left) });

  const shares = spread(requested, left);
  const amounts = asked.map(({ line }, index) => ({ ...unpaid(line.lineNumber, 0), cash: shares[index] ?? 0 }));
  return money(amounts.filter(({ cash }) => cash > 0));
};

const freightGoodwill = (requested: Minor, left: Minor): AskedMoney | Refusal<DenialCode> =>
  requested > left ? deny('amount_exceeds_refundable', { maxRefundable: left }) : money([], requested);

const unpaid = (lineNumber: number, units: number): LineAmount => ({
  lineNumber,
  units,
  cash: 0,
  points: 0,
  merchantDiscount: 0,
  platformDiscount: 0,
});
