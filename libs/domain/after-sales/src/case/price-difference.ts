import type { LineAmount, Money } from '@amends/contracts';
import { besideId, total, type Decision, type Minor } from '@amends/kernel';
import type { PricedUnits, Surcharge } from '../policy/price-difference';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { tellFees } from './fees';
import { differenceOwed, receiptsOf } from './holding';
import { rowOf } from './life-of';
import { factsOf, orderFacts, story, type Story } from './story';
import type { FeeView, Ticket } from './ticket';
import { startDeadline } from './waiting';
import { bookWished } from './wished-pickup';

type Outcome = Decision<CaseEvent, CaseRefusal>;
type Differing = Pick<Ticket, 'priceDifference'>;

/** What the buyer pays for what he gets instead, minor units; 0 where it is not dearer. */
export const differenceDue = ({ priceDifference }: Differing): Minor =>
  total(priceDifference?.units.map(({ units, pays }) => units * pays) ?? []);

/** The buyer pays what the other item costs more: only now his own is to come back (X11). */
export const acceptDifference = (data: DataOf<'AcceptQuote'>, state: OpenedCase, ticket: Ticket): Outcome => {
  const row = rowOf(ticket, 'accept_quote', 'buyer', 'exchange.difference_accepted');
  if (row === undefined) return [];
  const telling = story(state, data);
  const [amount, { paymentId }] = [differenceDue(ticket), data];
  telling.tell({
    type: 'exchange.difference_accepted',
    data: { ...factsOf(telling, ticket, { status: row.to }), amount },
  });
  telling.tell({
    type: 'charge.captured',
    data: { ...factsOf(telling, telling.latest(ticket)), paymentId, amount, currency: state.order.currency },
  });
  startDeadline(telling, ticket);
  if (row.to === 'awaiting_buyer_shipment') bookWished(telling, ticket);
  return telling.events();
};

/** It is too dear: the exchange comes to nothing, and his own item stays with the buyer (X12). */
export const declineDifference = (data: DataOf<'DeclineQuote'>, state: OpenedCase, ticket: Ticket): Outcome => {
  const row = rowOf(ticket, 'decline_quote', 'buyer', 'after_sale.cancelled');
  if (row === undefined) return [];
  const telling = story(state, data);
  telling.tell({ type: 'after_sale.cancelled', data: factsOf(telling, ticket, { status: row.to }) });
  startDeadline(telling, ticket);
  return telling.events();
};

/** The exchange has come to nothing: what was paid for it goes back as it was paid, once. */
export const giveDifferenceBack = (telling: Story, ticket: Ticket): void => {
  const { priceDifference } = telling.latest(ticket);
  const amount = differenceDue({ priceDifference });
  if (priceDifference === null || priceDifference.paymentId === null || priceDifference.refundId !== null) return;
  const { feeRefundId: refundId } = telling.asked.fresh;
  telling.tell({
    type: 'case.difference_given_back',
    data: { afterSaleId: ticket.id, at: telling.asked.at, refundId },
  });
  askForCharge(telling, ticket, refundId, { paymentId: priceDifference.paymentId, amount });
};

/** The exchange is done: what the other item costs less goes back, what was paid beside the order first (money.md 12). */
export const settleDifference = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  if (now.priceDifference === null) return;
  const charges = chargesOf(
    now.priceDifference.units.map(({ units, surchargesBack }) => ({ units, surcharges: surchargesBack })),
  );
  tellChargesBack(telling, now, charges);
  const lines = now.money.lines
    .map(({ lineNumber }) => ({ ...NO_UNITS, lineNumber, cash: differenceOwed(now, lineNumber) }))
    .filter(({ cash }) => cash > 0);
  if (lines.length > 0) askForCash(telling, now, { lines, shippingFee: 0 });
};

/** Units that go back take along what was paid for them beside their order. */
export const giveSurchargesBack = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  const taken = now.money.lines
    .filter(({ units }) => units > 0)
    .flatMap(({ lineNumber }) => receiptsOf(now, lineNumber));
  tellChargesBack(telling, now, chargesOf(taken));
};

/** What is left to a ticket of which some units go on by themselves, and what those take along; the accepted came first. */
export const splitPriced = (
  all: readonly PricedUnits[],
  acceptedOf: (lineNumber: number) => number,
): Readonly<{ accepted: readonly PricedUnits[]; contested: readonly PricedUnits[] }> => {
  const open = new Map(all.map(({ lineNumber }) => [lineNumber, acceptedOf(lineNumber)]));
  const parts = all.map((part) => {
    const left = open.get(part.lineNumber) ?? 0;
    const accepted = Math.min(left, part.units);
    open.set(part.lineNumber, left - accepted);
    return { accepted: { ...part, units: accepted }, contested: { ...part, units: part.units - accepted } };
  });
  const some = ({ units }: PricedUnits): boolean => units > 0;
  return {
    accepted: parts.map(({ accepted }) => accepted).filter(some),
    contested: parts.map(({ contested }) => contested).filter(some),
  };
};

type Charged = Readonly<{ paymentId: string; amount: Minor }>;

const chargesOf = (
  units: readonly Readonly<{ units: number; surcharges?: readonly Surcharge[] | undefined }>[],
): readonly Charged[] => {
  const all = units.flatMap((part) =>
    (part.surcharges ?? []).map(({ paymentId, each }) => ({ paymentId, amount: part.units * each })),
  );
  return [...new Set(all.map(({ paymentId }) => paymentId))].map((paymentId) => ({
    paymentId,
    amount: total(all.filter((each) => each.paymentId === paymentId).map(({ amount }) => amount)),
  }));
};

const tellChargesBack = (telling: Story, ticket: Ticket, charges: readonly Charged[]): void => {
  if (charges.length === 0) return;
  const fees = charges.map(({ paymentId, amount }, index): FeeView => {
    const refundId = besideId(telling.asked.fresh.feeRefundId, index + 1);
    return { kind: 'exchange_difference', amount, payer: 'buyer', status: 'paid', paymentId, refundId };
  });
  charges.forEach((charge, index) => {
    askForCharge(telling, ticket, fees[index]?.refundId ?? '', charge);
  });
  tellFees(telling, ticket, fees, 'exchange_difference');
};

const askForCharge = (telling: Story, ticket: Ticket, refundId: string, charge: Charged): void => {
  telling.tell({
    type: 'refund.request',
    data: {
      ...orderFacts(telling),
      ...{ afterSaleId: ticket.id, refundId, kind: 'normal', money: { lines: [], shippingFee: 0 }, charge },
    },
  });
};

const askForCash = (telling: Story, ticket: Ticket, money: Money): void => {
  const { refundId } = telling.asked.fresh;
  const { id: afterSaleId } = ticket;
  telling.tell({ type: 'case.difference_given_back', data: { afterSaleId, at: telling.asked.at, refundId } });
  telling.tell({
    type: 'refund.request',
    data: { ...orderFacts(telling), afterSaleId, refundId, kind: 'normal', money },
  });
};

const NO_UNITS: Omit<LineAmount, 'lineNumber'> = {
  ...{ units: 0, cash: 0, points: 0 },
  ...{ merchantDiscount: 0, platformDiscount: 0 },
};
