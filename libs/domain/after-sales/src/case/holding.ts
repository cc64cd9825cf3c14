import type { Ticket } from './ticket';

/** Nothing more is expected to happen to it. */
export const isEnded = ({ status }: Pick<Ticket, 'status'>): boolean =>
  status === 'completed' || status === 'closed' || status === 'cancelled_by_buyer';

/** Its money has gone back: completed, or ended after an advance that still stands. */
export const isPaid = (ticket: Ticket): boolean =>
  ticket.status === 'completed' || (isEnded(ticket) && hasSucceeded(ticket));

/** Some refund of the ticket has succeeded and was not taken back. */
export const hasSucceeded = ({ refunds }: Ticket): boolean => refunds.some(({ status }) => status === 'succeeded');

/** Whether its units and money are set aside or gone (rulings.md 1.5). */
export const holds = (ticket: Ticket): boolean => !isEnded(ticket) || isPaid(ticket);
