import { compensation } from './compensation/transitions';
import { exchange, exchangeAgain, exchangeAgainUnpaid, exchangeAhead, exchangeUnpaid } from './exchange/transitions';
import type { Life, Mover, Row, Trigger } from './life';
import { priceProtection } from './price-protection/transitions';
import { afterShipment, beforeShipment, intercepting } from './refund-only/transitions';
import { reissue } from './reissue/transitions';
import { repairOnSite } from './repair/on-site';
import { repair } from './repair/transitions';
import { returnRefund } from './return-refund/transitions';
import type { Course, Ticket } from './ticket';

/** Every table of a case by name: diagrams and negative tests are made from them. */
export const lives = {
  beforeShipment,
  afterShipment,
  intercepting,
  returnRefund,
  exchange,
  exchangeAgain,
  exchangeAhead,
  exchangeUnpaid,
  exchangeAgainUnpaid,
  reissue,
  repair,
  repairOnSite,
  priceProtection,
  compensation,
} as const;

/** What a table is chosen by. */
export type Kind = Pick<Ticket, 'type' | 'phase' | 'interceptRequested'> &
  Partial<Pick<Ticket, 'course' | 'priceDifference' | 'onSite'>>;

const exchanges: Readonly<Record<Course, Life>> = { ordinary: exchange, again: exchangeAgain, ahead: exchangeAhead };

const exchangeOf = ({ course = 'ordinary', priceDifference = null }: Kind): Life => {
  const dearer = priceDifference?.units.some(({ pays }) => pays > 0) === true;
  if (!dearer || priceDifference.paymentId !== null) return exchanges[course];
  return course === 'again' ? exchangeAgainUnpaid : exchangeUnpaid;
};

/** The table that a ticket lives by. */
export const lifeOf = (kind: Kind): Life => {
  const { type, phase, interceptRequested, onSite } = kind;
  switch (type) {
    case 'refund_only':
      if (phase === 'unshipped') return beforeShipment;
      return interceptRequested ? intercepting : afterShipment;
    case 'return_refund':
      return returnRefund;
    case 'compensation':
      return compensation;
    case 'exchange':
      return exchangeOf(kind);
    case 'reissue':
      return reissue;
    case 'repair':
      return onSite ? repairOnSite : repair;
    case 'price_protection':
      return priceProtection;
  }
};

/** The row by which a ticket would move, or undefined where its table has none. */
export const rowOf = (
  ticket: Kind & Pick<Ticket, 'status'>,
  on: Trigger,
  by: Mover,
  emits: Row['emits'],
): Row | undefined =>
  lifeOf(ticket).rows.find(
    (row) => row.from === ticket.status && row.on === on && row.emits === emits && row.by.includes(by),
  );
