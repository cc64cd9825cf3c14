import type { LineAmount } from '@amends/contracts';
import type { CaseLine, CaseState, OrderReplica } from '../case/case';
import { differencePaidBack, holds, isPaid, receiptsOf } from '../case/holding';
import type { Ticket } from '../case/ticket';
import { earliest, receiptsWithout, unitsOf } from './receipts';
import { withheldOn } from './withholding';
import type { Components, LineStanding, OrderStanding } from './standing';

/**
 * Where the lines of an order stand for whoever applies now. `changing`: the ticket that is being changed; it holds
 * nothing meanwhile, and a rejected one counts its own first application (rulings.md 1.8).
 */
export const standingOf = (order: OrderReplica, tickets: CaseState['tickets'], changing?: Ticket): OrderStanding => {
  const others = tickets.filter(({ id }) => id !== changing?.id);
  const holding = others.filter(holds);
  const freight = holding.reduce((sum, { money }) => sum + money.shippingFee, 0);
  return {
    currency: order.currency,
    paidAt: order.paidAt,
    promised: order.promised,
    freeShipped: order.shippingFee === 0,
    shippingFeeLeft: Math.max(0, order.shippingFee - freight),
    lines: order.lines.map((line) => ({
      ...lineStanding(line, holding, others),
      applications: applicationsOf(line.lineNumber, others, changing),
    })),
  };
};

const lineStanding = (
  line: CaseLine,
  holding: readonly Ticket[],
  all: readonly Ticket[],
): Omit<LineStanding, 'applications'> => {
  const units = (where: (ticket: Ticket) => boolean): number =>
    amountsOn(line.lineNumber, holding.filter(where)).reduce((sum, amount) => sum + amount.units, 0);
  const isUnshipped = ({ phase }: Ticket): boolean => phase === 'unshipped';
  const unshipped = line.quantity - line.shipped - units((ticket) => isUnshipped(ticket) && isPaid(ticket));
  const sent = line.shipped - units((ticket) => !isUnshipped(ticket) && isPaid(ticket));
  const unshippedOpen = units((ticket) => isUnshipped(ticket) && !isPaid(ticket));
  const sentOpen = units((ticket) => !isUnshipped(ticket) && !isPaid(ticket));
  const { lineNumber, category, kind, quantity, giftOf, warrantyMonths, shipped } = line;
  const { sku, spu, unitPrice, attributes, randomShip } = line;
  return {
    ...{ lineNumber, category, kind, quantity, giftOf, warrantyMonths, shipped },
    ...{ sku, spu, unitPrice, attributes, randomShip },
    receipts: receiptsLeft(line, sent, holding),
    closed: line.closed || (unshipped + sent <= 0 && line.received === 0),
    unshipped: { left: spare(unshipped, sent), free: spare(unshipped - unshippedOpen, sent - sentOpen) },
    sent: { left: spare(sent, unshipped), free: spare(sent - sentOpen, unshipped - unshippedOpen) },
    sentPhase: line.received > 0 && line.received >= Math.min(line.shipped, sent) ? 'received' : 'shipped',
    ...protectionOf(line, holding),
    left: componentsLeft(line, holding, all),
  };
};

/** Whose window a ticket did not know, because they were on their way then, are taken to be those that came first. */
const receiptsLeft = (line: CaseLine, sent: number, holding: readonly Ticket[]): LineStanding['receipts'] => {
  const takenBy = (tickets: readonly Ticket[]) => tickets.flatMap((ticket) => receiptsOf(ticket, line.lineNumber));
  const known = receiptsWithout(line.receipts, takenBy(holding.filter(isPaid)));
  const onTheirWay = Math.max(0, line.shipped - unitsOf(line.receipts));
  const tooMany = Math.max(0, unitsOf(known) - Math.max(0, sent - onTheirWay));
  const left = receiptsWithout(known, earliest(known, tooMany));
  return { left, free: receiptsWithout(left, takenBy(holding.filter((ticket) => !isPaid(ticket)))) };
};

/** What is there of these units; where tickets stand on more of the others than are there, they stand on these. */
const spare = (here: number, elsewhere: number): number => Math.max(0, here + Math.min(0, elsewhere));

const protectionOf = (
  { lineNumber, quantity, unitPrice, lineDiscount, paid }: CaseLine,
  holding: readonly Ticket[],
): Pick<LineStanding, 'paidPrice' | 'protectedPrice' | 'underPriceProtection'> => {
  const protections = holding.filter(({ protectedLines }) =>
    protectedLines.some((line) => line.lineNumber === lineNumber),
  );
  const last = protections
    .filter(isPaid)
    .at(-1)
    ?.protectedLines.find((line) => line.lineNumber === lineNumber);
  return {
    paidPrice: quantity * unitPrice - lineDiscount - paid.merchantDiscount - paid.platformDiscount,
    protectedPrice: last?.unitPrice ?? null,
    underPriceProtection: protections.some((ticket) => !isPaid(ticket)),
  };
};

const amountsOn = (lineNumber: number, tickets: readonly Ticket[]): readonly LineAmount[] =>
  tickets.flatMap(({ money }) => money.lines.filter((line) => line.lineNumber === lineNumber));

const componentsLeft = (
  { lineNumber, paid }: CaseLine,
  holding: readonly Ticket[],
  all: readonly Ticket[],
): Components => {
  const taken = amountsOn(lineNumber, holding);
  const paidBack = all.reduce((sum, ticket) => sum + differencePaidBack(ticket, lineNumber), 0);
  const kept = paidBack + holding.reduce((sum, { withheld }) => sum + withheldOn(lineNumber, withheld), 0);
  const left = (name: keyof Components, besides = 0): number =>
    Math.max(0, paid[name] - besides - taken.reduce((sum, amount) => sum + amount[name], 0));
  return {
    cash: left('cash', kept),
    points: left('points'),
    merchantDiscount: left('merchantDiscount'),
    platformDiscount: left('platformDiscount'),
  };
};

const applicationsOf = (lineNumber: number, others: readonly Ticket[], changing: Ticket | undefined): number => {
  if (changing !== undefined && changing.status !== 'merchant_rejected') return 0;
  const own = changing === undefined ? 0 : changing.reapplications + 1;
  return others
    .filter(({ type, lines }) => type !== 'compensation' && lines.some((line) => line.lineNumber === lineNumber))
    .reduce((sum, ticket) => {
      const cameToNothing = ticket.status === 'closed' || ticket.status === 'cancelled_by_buyer';
      return sum + ticket.reapplications + (cameToNothing ? 1 : 0);
    }, own);
};
