import type { CloseReason } from '@amends/contracts';
import type { Decision } from '@amends/kernel';
import type { DeadlineKind } from '../policy/timers';
import { approve } from './approving';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { dueTicket } from './deadlines';
import { reachDisputeDeadline } from './dispute/expiring';
import { askForGoods, keptBoth } from './goods-ahead';
import { lifeOf } from './life-of';
import { missVisit } from './repair/visiting';
import { giveDifferenceBack } from './price-difference';
import { offerThePrice, sendHomeUnrepaired, startRepair } from './repairing';
import { completeDelivery, convertToRefund, receiveAll } from './settling';
import { expireOffer } from './negotiating';
import { factsOf, story } from './story';
import { expireDeadline } from './waiting';

/** Why a ticket closed by itself, by what it had waited for in vain. */
const closeReasons: Readonly<Partial<Record<DeadlineKind, CloseReason>>> = {
  ship_back: 'buyer_ship_timeout',
  escalation: 'no_escalation',
  quote: 'difference_unpaid',
};

/** Nobody moved in time: the table says what happens now (K9, K13, R6, R11, S5, X6, X7, X9, X12, P4, P7). A wake-up that is late or early does nothing. */
export const reachDeadline = (data: DataOf<'DeadlineReached'>, state: OpenedCase): Decision<CaseEvent, CaseRefusal> => {
  const ticket = dueTicket(state, data);
  if (ticket === undefined) return reachDisputeDeadline(data, state);
  const { kind } = ticket.deadline;
  const on = `${kind}_expires` as const;
  const row = lifeOf(ticket).rows.find((each) => each.from === ticket.status && each.on === on);
  if (row === undefined) return [];

  const telling = story(state, data);
  expireDeadline(telling, ticket, kind);
  if (row.emits === 'after_sale.approved') approve(telling, ticket, { on, by: 'system' });
  if (row.emits === 'return.received') receiveAll(telling, ticket, on, 'system');
  if (row.emits === 'after_sale.type_changed' && kind !== 'offer')
    convertToRefund(telling, ticket, { on, by: 'system', because: `${kind}_expired` });
  if (row.emits === 'after_sale.completed') completeDelivery(telling, ticket, on, 'system');
  if (row.emits === 'replacement.received') askForGoods(telling, ticket, on, 'system');
  if (row.emits === 'repair.started') startRepair(telling, ticket, { on, by: 'system', finding: null });
  if (row.emits === 'repair.quote_declined') sendHomeUnrepaired(telling, ticket, { on, by: 'system' });
  if (row.emits === 'repair.overdue') offerThePrice(telling, ticket);
  if (row.emits === 'repair.visit_missed') missVisit(telling, ticket);
  if (kind === 'offer') expireOffer(telling, ticket);
  const closeReason = closeReasons[kind];
  if (row.emits === 'after_sale.closed' && closeReason !== undefined) {
    telling.tell({
      type: 'after_sale.closed',
      data: { ...factsOf(telling, ticket, { status: row.to }), closeReason, ...keptBoth(ticket) },
    });
    giveDifferenceBack(telling, ticket);
  }
  return telling.events();
};
