import type { AfterSaleStatus, QuoteItem, Responsibility, Sealed } from '@amends/contracts';
import { isRefusal, refuse, total, type Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { tellFees } from './fees';
import type { Trigger } from './life';
import { rowOf } from './life-of';
import { offerInMerchantsName } from './negotiating';
import { permitted } from './permission';
import { acceptDifference, declineDifference } from './price-difference';
import { convertToRefund } from './settling';
import { factsOf, story, type Story } from './story';
import type { FeeView, Ticket } from './ticket';
import { startDeadline } from './waiting';
import { bookWished } from './wished-pickup';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/**
 * What the merchant found (P4, P5): free inside the warranty where nobody has done it harm, at a price otherwise. A price
 * where none is due: `quote_not_allowed`; none where one is: `quote_required`.
 */
export const diagnose = (data: DataOf<'Diagnose'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'diagnosis' });
  if (isRefusal(ticket)) return ticket;
  const { inWarranty, humanDamage, finding, quote } = data;
  const isFree = inWarranty && !humanDamage;
  if (isFree && quote !== null)
    return refuse('quote_not_allowed', 'Inside the warranty, and not the doing of the buyer, the work is free.');
  const telling = story(state, data);
  if (isFree) startRepair(telling, ticket, { on: 'diagnosis', by: 'merchant', finding });
  else if (quote === null) return refuse('quote_required', 'The buyer has to know the price before any work begins.');
  else tellQuote(telling, ticket, finding, quote);
  return telling.events();
};

/** The work begins, for nothing (P4); also where nobody has looked in time (rulings.md 4.7). */
export const startRepair = (
  telling: Story,
  ticket: Ticket,
  { on, by, finding }: Readonly<{ on: Trigger; by: 'merchant' | 'system'; finding: Sealed | null }>,
): void => {
  const row = rowOf(ticket, on, by, 'repair.started');
  if (row === undefined) return;
  const changes = { status: row.to, responsibility: responsibilityFor(ticket, 'merchant') };
  telling.tell({ type: 'repair.started', data: { ...factsOf(telling, ticket, changes), by, finding } });
  startDeadline(telling, ticket);
};

const tellQuote = (telling: Story, ticket: Ticket, finding: Sealed, items: readonly QuoteItem[]): void => {
  const row = rowOf(ticket, 'diagnosis', 'merchant', 'repair.quoted');
  if (row === undefined) return;
  const changes = { status: row.to, responsibility: responsibilityFor(ticket, 'buyer') };
  const amount = total(items.map((item) => item.amount));
  telling.tell({ type: 'repair.quoted', data: { ...factsOf(telling, ticket, changes), items, amount, finding } });
  const fees = items.map(({ kind: item, amount: price }): FeeView => {
    return { kind: 'repair', amount: price, payer: 'buyer', status: 'quoted', item };
  });
  tellFees(telling, ticket, fees, 'repair');
  startDeadline(telling, ticket);
};

/** A malfunction is nobody's until the diagnosis says whose (rulings.md 1.12). */
const responsibilityFor = ({ responsibility }: Ticket, found: Responsibility): Responsibility =>
  responsibility === 'none' ? found : responsibility;

/** The buyer pays what he was quoted: only now the work begins (P6, money.md 13). */
export const acceptQuote = (data: DataOf<'AcceptQuote'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'accept_quote' });
  if (isRefusal(ticket)) return ticket;
  if (ticket.type === 'exchange') return acceptDifference(data, state, ticket);
  const row = rowOf(ticket, 'accept_quote', 'buyer', 'repair.quote_accepted');
  if (row === undefined) return [];
  const telling = story(state, data);
  const quoted = ticket.fees.filter(({ kind }) => kind === 'repair');
  const amount = total(quoted.map((fee) => fee.amount));
  telling.tell({ type: 'repair.quote_accepted', data: { ...factsOf(telling, ticket, { status: row.to }), amount } });
  const { paymentId } = data;
  telling.tell({
    type: 'charge.captured',
    data: { ...factsOf(telling, telling.latest(ticket)), paymentId, amount, currency: state.order.currency },
  });
  tellFees(
    telling,
    ticket,
    quoted.map((fee) => ({ ...fee, status: 'paid', paymentId })),
    'repair',
  );
  startDeadline(telling, ticket);
  return telling.events();
};

/** The damage is not the buyer's doing after all: the work begins, and the price that was asked falls (P8). False: there was none. */
export const dropQuote = (telling: Story, ticket: Ticket): boolean => {
  const now = telling.latest(ticket);
  if (rowOf(now, 'quote_falls', 'system', 'repair.started') === undefined) return false;
  tellFees(telling, now, [], 'repair');
  const responsibility = now.responsibility === 'buyer' ? 'merchant' : now.responsibility;
  startRepair(
    telling,
    { ...telling.latest(ticket), responsibility },
    { on: 'quote_falls', by: 'system', finding: null },
  );
  return true;
};

/** Too dear (P7). */
export const declineQuote = (data: DataOf<'DeclineQuote'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'decline_quote' });
  if (isRefusal(ticket)) return ticket;
  if (ticket.type === 'exchange') return declineDifference(data, state, ticket);
  const telling = story(state, data);
  sendHomeUnrepaired(telling, ticket, { on: 'decline_quote', by: 'buyer' });
  return telling.events();
};

/** The price was declined, or not answered: the goods go home as they came, and nothing is due (P7). */
export const sendHomeUnrepaired = (
  telling: Story,
  ticket: Ticket,
  { on, by }: Readonly<{ on: Trigger; by: 'buyer' | 'system' }>,
): void => {
  const row = rowOf(ticket, on, by, 'repair.quote_declined');
  if (row === undefined) return;
  telling.tell({ type: 'repair.quote_declined', data: { ...factsOf(telling, ticket, { status: row.to }), by } });
  tellFees(telling, ticket, [], 'repair');
  closeOnSite(telling, ticket, { on, by });
  startDeadline(telling, ticket);
};

/** Goods that never left need not go home: the visit was all. */
const closeOnSite = (
  telling: Story,
  ticket: Ticket,
  { on, by }: Readonly<{ on: Trigger; by: 'buyer' | 'system' }>,
): void => {
  const now = telling.latest(ticket);
  const row = rowOf(now, on, by, 'after_sale.closed');
  if (row === undefined) return;
  const data = { ...factsOf(telling, now, { status: row.to }), closeReason: 'quote_declined' as const };
  telling.tell({ type: 'after_sale.closed', data });
};

/** What came of it: done, another item instead, or the price back (P9, rulings.md 4.7). */
export const finishRepair = (data: DataOf<'FinishRepair'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'repair_finished' });
  if (isRefusal(ticket)) return ticket;
  const row = rowOf(ticket, 'repair_finished', 'merchant', 'repair.finished');
  if (row === undefined) return [];
  const telling = story(state, data);
  const { outcome } = data;
  if (outcome === 'replace' && ticket.onSite !== null) {
    telling.tell({ type: 'repair.finished', data: { ...factsOf(telling, ticket), outcome } });
    turnToExchange(telling, ticket, 'awaiting_buyer_shipment');
    startDeadline(telling, ticket);
    bookWished(telling, ticket);
    return telling.events();
  }
  if (outcome === 'irreparable') {
    telling.tell({ type: 'repair.finished', data: { ...factsOf(telling, ticket), outcome } });
    convertToRefund(telling, ticket, { on: 'repair_finished', by: 'merchant', because: outcome });
    return telling.events();
  }
  telling.tell({ type: 'repair.finished', data: { ...factsOf(telling, ticket, { status: row.to }), outcome } });
  if (outcome === 'replace') turnToExchange(telling, ticket);
  startDeadline(telling, ticket);
  return telling.events();
};

/** The work takes too long: the buyer may have the price instead (P10, rulings.md 4.8). */
export const offerThePrice = (telling: Story, ticket: Ticket): void => {
  const row = rowOf(ticket, 'repair_expires', 'system', 'repair.overdue');
  if (row === undefined) return;
  telling.tell({ type: 'repair.overdue', data: factsOf(telling, ticket, { status: row.to }) });
  offerInMerchantsName(telling, ticket, 'return_refund');
};

/** Another item instead of the repair: from here on the ticket is an exchange for the same item, whose goods come first where they still are with the buyer. */
const turnToExchange = (
  telling: Story,
  ticket: Ticket,
  status: AfterSaleStatus = telling.latest(ticket).status,
): void => {
  const now = telling.latest(ticket);
  telling.tell({
    type: 'after_sale.type_changed',
    data: {
      ...factsOf(telling, now, { type: 'exchange', status }),
      from: { type: now.type, phase: now.phase },
      because: 'replaced_instead',
      shipment: null,
    },
  });
};
