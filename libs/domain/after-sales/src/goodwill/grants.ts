import { amountOf, type GoodwillGiver } from '@amends/contracts';
import type { Minor } from '@amends/kernel';
import type { CaseState } from '../case/case';
import { isEnded, isPaid } from '../case/holding';
import type { Ticket } from '../case/ticket';
import { budgetMonth, type GrantMove, type GrantStage } from './budget';

/** A move of a grant, and whose budget hears of it. */
export type Granted = GrantMove & Readonly<{ giver: GoodwillGiver; currency: string }>;

type Grant = Readonly<{ grantId: string; giver: GoodwillGiver; month: string; amount: Minor; stage: GrantStage }>;

/**
 * What a change of a case has brought to the budgets of who has given goodwill on it: money is on its way until its refund
 * has come, and not given while that has failed; a coupon is given at once. What both sides agreed on instead of a claim is
 * nobody's gift.
 */
export const changedGrants = (
  before: Pick<CaseState, 'order' | 'tickets'>,
  after: Pick<CaseState, 'order' | 'tickets'>,
): readonly Granted[] => {
  const currency = after.order?.currency ?? '';
  const was = before.tickets.flatMap(grantsOf);
  return after.tickets.flatMap(grantsOf).flatMap(({ stage: to, ...grant }) => {
    const from = was.find(({ grantId }) => grantId === grant.grantId)?.stage ?? 'none';
    return from === to ? [] : [{ ...grant, currency, from, to }];
  });
};

const grantsOf = (ticket: Ticket): readonly Grant[] => [...moneyOf(ticket), ...couponsOf(ticket)];

const moneyOf = (ticket: Ticket): readonly Grant[] => {
  const { id, goodwill, money, createdAt } = ticket;
  if (goodwill === null) return [];
  const { cash, shippingFee } = amountOf(money);
  const grant = { grantId: id, giver: goodwill, month: budgetMonth(createdAt), amount: cash + shippingFee };
  return [{ ...grant, stage: stageOf(ticket) }];
};

const stageOf = (ticket: Ticket): GrantStage => {
  if (isEnded(ticket)) return isPaid(ticket) ? 'spent' : 'none';
  return ticket.status === 'refund_failed' ? 'none' : 'reserved';
};

const couponsOf = ({ coupons }: Ticket): readonly Grant[] =>
  coupons.map(({ couponId, giver, value, grantedAt }) => ({
    ...{ grantId: couponId, giver, month: budgetMonth(grantedAt), amount: value, stage: 'spent' as const },
  }));
