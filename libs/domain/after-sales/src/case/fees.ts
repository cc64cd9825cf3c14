import type { ClaimChanged } from '@amends/contracts';
import { total, type Minor } from '@amends/kernel';
import { withheldOn } from '../policy/withholding';
import type { OpenedCase } from './case';
import { differenceOwed, isEnded, isPaid } from './holding';
import { orderFacts, type Story } from './story';
import type { FeeView, Ticket } from './ticket';

/**
 * Who pays the freight of the way back, in minor units (money.md 9, 10): the insurer first, up to his cover, then whoever
 * bears it. Only a return with a refund is covered.
 */
export const feesOfFreight = ({ cover }: OpenedCase, ticket: Ticket, freight: Minor): readonly FeeView[] => {
  const insured = ticket.type === 'return_refund' && cover !== null ? Math.min(freight, cover.pickup) : 0;
  return feesOf([
    { payer: 'insurer', amount: insured, status: 'due' },
    { payer: ticket.returnFreightBearer ?? 'merchant', amount: freight - insured, status: 'due' },
  ]);
};

/** What the insurer's word on a claim makes of it; what he rejects falls back on the bearer. Null: nothing changes. */
export const feesOfClaim = ({ data }: ClaimChanged, ticket: Ticket): readonly FeeView[] | null => {
  const { method, freight, status, insurerPays, buyerPays, merchantPays } = data;
  if (method !== 'pickup' || freight === null) return null;
  switch (status) {
    case 'submitted':
      return null;
    case 'rejected':
      return feesOf([{ payer: ticket.returnFreightBearer ?? 'merchant', amount: freight, status: 'due' }]);
    case 'approved':
    case 'paid':
    case 'settled':
      return feesOf([
        { payer: 'insurer', amount: insurerPays, status: status === 'approved' ? 'due' : 'paid' },
        { payer: 'buyer', amount: buyerPays, status: 'due' },
        { payer: 'merchant', amount: merchantPays, status: 'due' },
      ]);
  }
};

/** What the shop keeps of a return, by kind: shown as long as it stands, and paid with the refund it was taken off. */
export const withheldFees = (ticket: Ticket): readonly FeeView[] => {
  if (isEnded(ticket) && !isPaid(ticket)) return [];
  const status = isPaid(ticket) ? 'paid' : 'accepted';
  return (['return_fee', 'free_shipping'] as const)
    .map((kind): FeeView => {
      const amount = total(ticket.withheld.filter((part) => part.kind === kind).map((part) => part.amount));
      return { kind, amount, payer: 'buyer', status };
    })
    .filter(({ amount }) => amount > 0);
};

/** The shop keeps nothing of the ticket any more: what it would have kept is paid with the rest. */
export const keepNothing = (telling: Story, { id: afterSaleId, money, withheld }: Ticket): void => {
  if (withheld.length === 0) return;
  const { at } = telling.asked;
  const lines = money.lines.map((line) => ({ ...line, cash: line.cash + withheldOn(line.lineNumber, withheld) }));
  telling.tell({ type: 'case.withheld', data: { afterSaleId, at, withheld: [] } });
  telling.tell({ type: 'case.money_set_aside', data: { afterSaleId, at, money: { ...money, lines } } });
};

/** What the other item of an exchange costs more or less: shown as long as it is asked, and once it has moved. */
export const differenceFees = (ticket: Ticket): readonly FeeView[] => {
  const { priceDifference, status } = ticket;
  if (priceDifference === null) return [];
  const { units, paymentId, refundId, paidBack } = priceDifference;
  const pays = total(units.map((part) => part.units * part.pays));
  const lines = [...new Set(units.map(({ lineNumber }) => lineNumber))];
  const back = total(lines.map((lineNumber) => differenceOwed(ticket, lineNumber)));
  const known = refundId === null ? {} : { refundId };
  const moves = !isEnded(ticket) || status === 'completed';
  const all: readonly (FeeView & Readonly<{ shown: boolean }>)[] = [
    {
      ...{ kind: 'exchange_difference', amount: pays, payer: 'buyer', status: paymentId === null ? 'quoted' : 'paid' },
      ...(paymentId !== null && { paymentId, ...known }),
      shown: pays > 0 && (moves || paymentId !== null),
    },
    {
      ...{ kind: 'exchange_difference', amount: back, payer: 'merchant' },
      status: paidBack ? 'paid' : status === 'completed' ? 'due' : 'accepted',
      ...known,
      shown: back > 0 && moves,
    },
  ];
  return all.filter(({ shown }) => shown).map(({ shown: _only, ...fee }) => fee);
};

/** Tells the fees of one kind anew, unless they are known just so; those of the other kind stay. */
export const tellFees = (
  telling: Story,
  ticket: Ticket,
  these: readonly FeeView[],
  kind: FeeView['kind'] = 'return_freight',
): void => {
  const known = telling.latest(ticket).fees;
  const fees = [...known.filter((fee) => fee.kind !== kind), ...these];
  if (JSON.stringify(known) === JSON.stringify(fees)) return;
  telling.tell({ type: 'case.fees_known', data: { afterSaleId: ticket.id, at: telling.asked.at, fees } });
};

/** The price of a repair that came to nothing goes back as it was paid: asked for once, beside what is due for the goods. */
export const giveFeeBack = (telling: Story, ticket: Ticket): void => {
  const { feeRefundId: refundId } = telling.asked.fresh;
  const paid = telling.latest(ticket).fees.filter(isPaidRepair);
  const [first] = paid;
  if (first?.paymentId === undefined) return;
  const charge = { paymentId: first.paymentId, amount: total(paid.map(({ amount }) => amount)) };
  telling.tell({
    type: 'refund.request',
    data: {
      ...orderFacts(telling),
      ...{ afterSaleId: ticket.id, refundId, kind: 'normal', money: { lines: [], shippingFee: 0 }, charge },
    },
  });
  tellFees(
    telling,
    ticket,
    paid.map((fee) => ({ ...fee, refundId })),
    'repair',
  );
};

const isPaidRepair = ({ kind, status, refundId }: FeeView): boolean =>
  kind === 'repair' && status === 'paid' && refundId === undefined;

const feesOf = (parts: readonly Omit<FeeView, 'kind'>[]): readonly FeeView[] =>
  parts.filter(({ amount }) => amount > 0).map((part) => ({ kind: 'return_freight', ...part }));
