import type { Judgment, Money } from '@amends/contracts';
import { keepNothing } from '../fees';
import { keptBoth } from '../goods-ahead';
import { rowOf } from '../life-of';
import { giveDifferenceBack } from '../price-difference';
import { factsOf, type Story } from '../story';
import type { Ticket } from '../ticket';
import { resume, startDeadline } from '../waiting';
import type { Dispute } from './dispute';
import { goOnAsApproved } from './hearing-parties';
import { cutToCash, fullAmount, winnerOf } from './judgment';
import { disputeFacts, LEFT_ALONE } from './telling';
import { disputeRow } from './transitions';

/**
 * The verdict takes effect (K14): the platform agrees on the merchant's behalf to what was judged (D13), or the ticket
 * closes for the merchant (D14).
 */
export const enforce = (telling: Story, dispute: Dispute, ticket: Ticket): void => {
  const { verdict } = dispute;
  const row = disputeRow(dispute.status, 'enforced', 'system', 'after_sale.verdict_applied');
  if (verdict === null || row === undefined) return;
  const now = telling.latest(ticket);
  const { responsibility, amount, returnFreightBearer } = verdict;
  const winner = winnerOf(verdict, now);
  telling.tell({
    type: 'after_sale.verdict_applied',
    data: {
      ...disputeFacts(telling, ticket, dispute, row.to, { ...LEFT_ALONE, responsibility, returnFreightBearer }),
      ...{ judgment: { responsibility, amount, returnFreightBearer }, winner },
      money: winner === 'merchant' ? now.money : judgedMoney(now, verdict),
    },
  });
  // Who is not to blame, and has won, is charged nothing for sending it back.
  if (winner === 'buyer' && responsibility !== 'buyer') keepNothing(telling, telling.latest(ticket));
  if (winner === 'merchant') closeForMerchant(telling, ticket);
  else goOnAsApproved(telling, ticket, 'agent');
};

const judgedMoney = (ticket: Ticket, { amount }: Judgment): Money =>
  fullAmount(ticket) === 0 ? ticket.money : { ...ticket.money, lines: cutToCash(ticket.money.lines, amount) };

const closeForMerchant = (telling: Story, ticket: Ticket): void => {
  const now = telling.latest(ticket);
  const row = rowOf(now, 'verdict_denies', 'system', 'after_sale.closed');
  if (row === undefined) {
    resume(telling, ticket, 'dispute');
    return;
  }
  telling.tell({
    type: 'after_sale.closed',
    data: { ...factsOf(telling, now, { status: row.to }), closeReason: 'verdict_merchant', ...keptBoth(now) },
  });
  giveDifferenceBack(telling, ticket);
  startDeadline(telling, ticket);
};
