import { compensation } from './compensation/transitions';
import { exchange, exchangeAgain, exchangeAhead } from './exchange/transitions';
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
  reissue,
  repair,
  repairOnSite,
  priceProtection,
  compensation,
} as const;

/** What a table is chosen by. */
export type Kind = Pick<Ticket, 'type' | 'phase' | 'interceptRequested'> & Partial<Pick<Ticket, 'course' | 'onSite'>>;

const exchanges: Readonly<Record<Course, Life>> = { ordinary: exchange, again: exchangeAgain, ahead: exchangeAhead };

/** The table that a ticket lives by. */
export const lifeOf = ({ type, phase, interceptRequested, course, onSite }: Kind): Life => {
  switch (type) {
    case 'refund_only':
      if (phase === 'unshipped') return beforeShipment;
      return interceptRequested ? intercepting : afterShipment;
    case 'return_refund':
      return returnRefund;
    case 'compensation':
      return compensation;
    case 'exchange':
      return exchanges[course ?? 'ordinary'];
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
