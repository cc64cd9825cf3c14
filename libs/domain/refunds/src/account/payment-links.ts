import {
  between,
  DAY_MS,
  earlier,
  HOUR_MS,
  isRefusal,
  later,
  MINUTE_MS,
  refuse,
  type Instant,
  type LiveDeadline,
  type Refusal,
} from '@amends/kernel';
import { openOf, type PaymentLink } from '../fast-refund/fast-refund';
import { fastRefundLife } from '../fast-refund/transitions';
import type { Account } from './account';
import type { AccountRefusal, LinkAnswer, LinkTerms, OpenedLink } from './commands';
import { endOf, liveLinkOf, payRecovery, recoveryOf, type Recovering } from './recovering';
import { factsOf, tell, type Story } from './story';

/** So long a link can be paid; providers take no more than a day. */
const LASTS_MS = 12 * HOUR_MS;
/** So close to the write-off there is none any more: providers want at least half an hour. */
const LEAST_MS = HOUR_MS;
/** When a link is over the provider is asked what became of it: a minute later, and again after two, four … until it says so. */
const ASKED_AFTER_MS = MINUTE_MS;
const ASKED_AT_LEAST_EVERY_MS = DAY_MS;

/** Whether a link of ours may have this number. */
export const isLinkNumber = (number: string): boolean => number.includes(INFIX);

/** The recovery that a link of this number is of. */
export const recoveryIdOf = (linkNumber: string): string => linkNumber.slice(0, linkNumber.lastIndexOf(INFIX));

/**
 * The terms of the next link of a recovery. Refused with `invalid_transition` where nothing is open any more or it is about
 * to be given up, with `payment_link_open` while there is one that can be paid.
 */
export const linkTerms = (account: Account, refundId: string, at: Instant): LinkTerms | Refusal<AccountRefusal> => {
  const fast = recoveryOf(account, refundId);
  if (fast === undefined) return refuse('not_found', 'nothing was ever owed under this id');
  if (liveLinkOf(fast) !== undefined) return refuse('payment_link_open', 'there is a link that can be paid');
  const end = endOf(fast.recovery);
  if (!fastRefundLife.permits(fast.stage, 'pay_back') || between(at, end) < LEAST_MS)
    return refuse('invalid_transition', 'nothing is open any more, or it is about to be given up', {
      currentStatus: fast.stage,
      allowedActions: [],
    });
  const number = `${refundId}${INFIX}${String(fast.recovery.linksMade + 1)}`;
  return { number, amount: openOf(fast), expiresAt: earlier(later(at, LASTS_MS), end) };
};

/** The provider has made a link by terms that were read before: `version_conflict` where they are not those of now any more. */
export const openLink = (story: Story, { refundId, ...link }: OpenedLink): Story | Refusal<AccountRefusal> => {
  const terms = linkTerms(story.account, refundId, story.at);
  if (isRefusal(terms)) return terms;
  const fast = recoveryOf(story.account, refundId);
  if (fast === undefined || terms.number !== link.number || terms.amount !== link.amount)
    return refuse('version_conflict', 'what is open has changed since the provider was asked');
  return tell(story, {
    type: 'account.payment_link_opened',
    data: { ...aboutLink(story, fast), ...link, askAt: later(link.expiresAt, ASKED_AFTER_MS) },
  });
};

/** What the provider says of a link: paid, it pays what is owed; closed, there may be another. Heard again: nothing. */
export const hearLink = (
  story: Story,
  { refundId, number, answer }: Readonly<{ refundId: string; number: string; answer: LinkAnswer }>,
): Story | Refusal<AccountRefusal> => {
  const fast = recoveryOf(story.account, refundId);
  const link = fast && liveLinkOf(fast);
  if (fast === undefined || link?.number !== number) return story;
  const close = (paid: boolean): Story =>
    tell(story, { type: 'account.payment_link_closed', data: { ...aboutLink(story, fast), number, paid } });
  switch (answer.outcome) {
    case 'open':
    case 'silence':
      return story;
    case 'closed':
      return close(false);
    case 'paid': {
      const { paymentId } = answer;
      return payRecovery(close(true), { refundId, amount: link.amount, source: 'payment', paymentId });
    }
  }
};

/** A link is over: the provider is asked what became of it. A wake-up that is late or early does nothing. */
export const wakeLink = (story: Story, { name, token }: Readonly<{ name: string; token: number }>): Story => {
  const fast = recoveryOf(story.account, recoveryIdOf(name));
  const link = fast && liveLinkOf(fast);
  if (fast === undefined || link === undefined || nameOf(link) !== name) return story;
  const { number, asks, askAt } = link;
  if (asks !== token || between(askAt, story.at) < 0) return story;
  const pause = Math.min(ASKED_AFTER_MS * 2 ** (asks + 1), ASKED_AT_LEAST_EVERY_MS);
  return tell(story, {
    type: 'account.payment_link_due',
    data: { ...aboutLink(story, fast), number, askAt: later(story.at, pause) },
  });
};

/** Whether a deadline of an account is one of these. */
export const isOfLink = (name: string): boolean => name.endsWith(SUFFIX);

export const linkDeadlines = ({ fastRefunds }: Account): readonly LiveDeadline[] =>
  fastRefunds
    .flatMap((fast) => liveLinkOf(fast) ?? [])
    .map((link) => ({ name: nameOf(link), kind: 'payment_link', token: link.asks, dueAt: link.askAt }));

const INFIX = '-pay-';
const SUFFIX = '/link';
const nameOf = ({ number }: PaymentLink): string => `${number}${SUFFIX}`;

const aboutLink = (story: Story, { recovery: { refundId, afterSaleId } }: Recovering) => ({
  ...factsOf(story),
  afterSaleId,
  refundId,
});
