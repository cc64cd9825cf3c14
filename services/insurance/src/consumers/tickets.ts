import { stageOf, type AfterSalesEvent, type AfterSaleSubmitted, type TicketFacts } from '@amends/contracts';
import type { HearTicket } from '@amends/domain/insurance';
import type { Unit } from '@amends/platform/event-store';
import type { Reaction } from '@amends/platform/messaging';
import { hearing, partiesOf } from './hearing';

/** Where the ticket stands after any of its events. */
const standing = (data: TicketFacts, unit: Unit): HearTicket => ({
  type: 'HearTicket',
  data: {
    ...partiesOf(data),
    afterSaleId: data.afterSaleId,
    type: data.type,
    stage: stageOf(data.status),
    bearer: data.returnFreightBearer,
    version: data.ticketVersion,
    claimId: unit.newId('clm'),
    happenedAt: data.occurredAt,
    at: unit.now,
  },
});

/** Events after which the type of a ticket, who bears its way back, or whether it is open may be another. */
const MOVES: readonly Exclude<AfterSalesEvent['type'], 'after_sale.submitted'>[] = [
  'after_sale.modified',
  'after_sale.approved',
  'after_sale.type_changed',
  'after_sale.cancelled',
  'after_sale.closed',
  'after_sale.completed',
  'after_sale.reopened',
  'after_sale.refund_failed',
];

/** The words of after-sales in ours. */
export const ticketReactions: readonly Reaction[] = [
  hearing<AfterSaleSubmitted>('after_sale.submitted', (data, unit) => {
    const heard = standing(data, unit);
    return { ...heard, data: { ...heard.data, parentId: data.parentId } };
  }),
  ...MOVES.map((type) => hearing<AfterSalesEvent>(type, standing)),
];
