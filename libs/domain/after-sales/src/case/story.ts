import type { OrderFacts, TicketFacts } from '@amends/contracts';
import type { CaseEvent, OpenedCase } from './case';
import type { Asked } from './commands';
import { evolve } from './evolve';
import type { Ticket } from './ticket';

/**
 * A decision as it is being told: each event is folded at once, so that the next one is told of the case as it then is.
 * Lives within one call of `decide` and never leaves it.
 */
export type Story = Readonly<{
  asked: Asked;
  /** The case as told so far. */
  now: () => OpenedCase;
  /** The ticket as told so far. */
  latest: (ticket: Ticket) => Ticket;
  tell: (event: CaseEvent) => void;
  events: () => readonly CaseEvent[];
}>;

/** Begins a decision on a known case. */
export const story = (start: OpenedCase, asked: Asked): Story => {
  let now = start;
  const events: CaseEvent[] = [];
  return {
    asked,
    now: () => now,
    latest: (ticket) => now.tickets.find(({ id }) => id === ticket.id) ?? ticket,
    tell: (event) => {
      events.push(event);
      const next = evolve(now, event);
      now = { ...next, order: next.order ?? now.order };
    },
    events: () => events,
  };
};

/** What every message says of the order, at the instant of the decision. */
export const orderFacts = ({ now, asked }: Story): OrderFacts => {
  const { orderId, merchantId, buyerId } = now().order;
  return { orderId, merchantId, buyerId, occurredAt: asked.at };
};

/** What every public event says of a ticket: as it is, but for what the event changes. */
export const factsOf = (telling: Story, ticket: Ticket, changes: Partial<TicketFacts> = {}): TicketFacts => ({
  ...orderFacts(telling),
  afterSaleId: ticket.id,
  type: ticket.type,
  status: ticket.status,
  phase: ticket.phase,
  reason: ticket.reason,
  responsibility: ticket.responsibility,
  returnFreightBearer: ticket.returnFreightBearer,
  initiator: ticket.initiator,
  lines: ticket.lines,
  interceptRequested: ticket.interceptRequested,
  underIntervention: ticket.underIntervention,
  ticketVersion: ticket.version + 1,
  ...changes,
});
