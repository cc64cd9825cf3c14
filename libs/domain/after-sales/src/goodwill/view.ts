import type { Sealed } from '@amends/contracts';
import { between, SECOND_MS, type Instant } from '@amends/kernel';
import type { DeadlineView } from '../case';
import type { GoodwillProposal, Person } from './proposal';
import { proposalActions } from './proposing';
import type { ProposalAction } from './transitions';

/** A proposal as answered by every call that names it. Words are sealed; whoever may read them opens them. */
export type ProposalView = Omit<GoodwillProposal, 'gift' | 'deadline'> &
  Readonly<{
    kind: 'compensation' | 'coupon';
    /** The ticket beside which a coupon is given. */
    afterSaleId: string | null;
    /** Of money: what the application says. */
    reason: string | null;
    component: 'cash' | 'shipping_fee' | null;
    lines: readonly Readonly<{ lineNumber: number; quantity: number }>[];
    note: Sealed | null;
    deadline: DeadlineView | null;
    allowedActions: readonly ProposalAction[];
  }>;

/** The proposal as this person sees it at `now`. */
export const proposalView = (proposal: GoodwillProposal, by: Person, now: Instant): ProposalView => {
  const { gift, deadline, ...shown } = proposal;
  return {
    ...shown,
    ...giftView(gift),
    deadline: deadline && {
      kind: deadline.kind,
      at: deadline.dueAt,
      secondsLeft: Math.ceil(Math.max(0, between(now, deadline.dueAt)) / SECOND_MS),
      onExpiry: 'expire',
      pausedBy: null,
    },
    allowedActions: proposalActions(proposal, by, now),
  };
};

const giftView = (
  gift: GoodwillProposal['gift'],
): Pick<ProposalView, 'kind' | 'afterSaleId' | 'reason' | 'component' | 'lines' | 'note'> => {
  if (gift.kind === 'coupon')
    return {
      kind: gift.kind,
      afterSaleId: gift.afterSaleId,
      reason: null,
      component: null,
      lines: [],
      note: gift.note,
    };
  const { reason, component, lines } = gift.application;
  return { kind: gift.kind, afterSaleId: null, reason, component, lines, note: gift.description };
};
