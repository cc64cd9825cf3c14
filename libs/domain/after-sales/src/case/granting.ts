import { isRefusal, refuse, type Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { permitted } from './permission';
import { factsOf, story } from './story';

/**
 * Gives a new coupon out of goodwill beside a ticket, whatever its status (money.md 7). The ticket itself stays as it was; the
 * storefront issues what it is told. Whether the budget has it is asked before.
 */
export const grantCoupon = (data: DataOf<'GrantCoupon'>, state: OpenedCase): Decision<CaseEvent, CaseRefusal> => {
  const ticket = permitted(state, { ...data, action: 'goodwill_coupons' });
  if (isRefusal(ticket)) return ticket;
  const { couponId, value, giver, expiresAt, note, by, at } = data;
  if (expiresAt !== null && expiresAt <= at) return refuse('malformed', 'A coupon ends later than it begins.', EXPIRED);
  const telling = story(state, data);
  const coupon = { couponId, value, currency: state.order.currency, giver, by, expiresAt, note };
  telling.tell({ type: 'goodwill.coupon_granted', data: { ...factsOf(telling, ticket), ...coupon } });
  return telling.events();
};

const EXPIRED = { errors: [{ pointer: '/expiresAt', code: 'malformed', detail: 'must be later than now' }] };
