import { isRefusal, type Refusal } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import { Commands, notFound, problem, type CommandContext, type ProblemCode, type Reply } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { KnownOrders } from './known-orders';
import { inLanguage } from './languages';
import { askedBy, caseStreamOf, merchantAggregate, merchantStreamOf } from './streams';
import { ticketReply } from './tickets';

/** Cancelling an order: what a buyer calls one thing may be two tickets (rulings.md 8.2). */
@Injectable()
export class Cancellations {
  constructor(
    private readonly commands: Commands,
    private readonly orders: KnownOrders,
  ) {}

  /** Answers with the first ticket and the ids of all that were opened. */
  async cancel(context: CommandContext, orderId: string, reason: string): Promise<void> {
    const { caller, language } = context;
    if (context.key === undefined) problem('idempotency_key_required');
    const { order } = await this.orders.of(orderId, caller);
    const streamId = caseStreamOf(orderId) ?? notFound();
    const work = async (unit: Unit): Promise<Reply | Refusal<ProblemCode>> => {
      const { state: merchant } = await unit.load(merchantAggregate, merchantStreamOf(order.merchantId));
      const ids = [unit.newId('aft'), unit.newId('aft')] as const;
      const asked = askedBy(unit, { role: caller.role, id: caller.id });
      const command = { type: 'CancelOrder', data: { ...asked, afterSaleIds: ids, reason, merchant } } as const;
      const handled = await changeCase(unit, streamId, command);
      if (isRefusal(handled)) return inLanguage(handled, language);
      const afterSaleIds = ids.filter((id) => handled.state.tickets.some((ticket) => ticket.id === id));
      const first = ticketReply(201, handled.state, ids[0], context, unit);
      return { ...first, body: { ...first.body, afterSaleIds } };
    };
    await this.commands.run(context, work, { keyRequired: true });
  }
}
