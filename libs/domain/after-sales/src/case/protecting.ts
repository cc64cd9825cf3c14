import type { ProtectedLine } from '@amends/contracts';
import { rowOf } from './life-of';
import { moneyNow } from './money';
import { fixMoney } from './settling';
import { factsOf, type Story } from './story';
import type { Ticket } from './ticket';

/** The price has fallen, and the difference is paid back at once (V2). */
export const payDifference = (telling: Story, ticket: Ticket, lines: readonly ProtectedLine[]): void => {
  const { order, tickets } = telling.now();
  const now = telling.latest(ticket);
  const row = rowOf(now, 'approve', 'system', 'price_protection.approved');
  if (row === undefined) return;
  telling.tell({
    type: 'price_protection.approved',
    data: {
      ...factsOf(telling, now, { status: row.to }),
      protectedLines: lines,
      money: moneyNow(order, tickets, now, now.money.lines),
    },
  });
  fixMoney(telling, ticket);
};
