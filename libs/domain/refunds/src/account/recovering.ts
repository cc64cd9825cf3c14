import type { OrderFacts, RecoverySource } from '@amends/contracts';
import {
  between,
  DAY_MS,
  earlier,
  later,
  refuse,
  type Instant,
  type Listing,
  type LiveDeadline,
  type Minor,
  type Refusal,
} from '@amends/kernel';
import { openOf, type FastRefund, type PaymentLink, type Recovery } from '../fast-refund/fast-refund';
import { fastRefundLife } from '../fast-refund/transitions';
import type { Account } from './account';
import type { AccountRefusal } from './commands';
import { tell, type Story } from './story';

/** T-recover (timers.md): the buyer is asked again every seven days, and after ninety it is given up. */
const REMINDER_MS = 7 * DAY_MS;
const WRITE_OFF_MS = 90 * DAY_MS;

export type Recovering = FastRefund & Readonly<{ recovery: Recovery }>;

/** What is owed under this id, whether still open or not; undefined where nothing ever was. */
export const recoveryOf = ({ fastRefunds }: Account, refundId: string): Recovering | undefined =>
  fastRefunds.filter(isRecovering).find(({ recovery }) => recovery.refundId === refundId);

const isRecovering = (fast: FastRefund): fast is Recovering => fast.recovery !== null;

/** The link by which it can be paid at this time; while there is one it is not paid in another way. */
export const liveLinkOf = ({ recovery }: FastRefund): PaymentLink | undefined =>
  recovery?.link?.status === 'open' ? recovery.link : undefined;

/** A recovery as callers see it, minor units. `nextReminderAt`: null while it is being paid, and when nothing is open. */
export const recoveryView = ({ order }: Account, fast: Recovering) => {
  const { refundId, afterSaleId, startedAt, reminders, link } = fast.recovery;
  const isOpen = fastRefundLife.permits(fast.stage, 'remind');
  return {
    refundId,
    afterSaleId,
    orderId: order?.orderId ?? '',
    buyerId: order?.buyerId ?? '',
    status: fast.stage,
    currency: order?.currency ?? '',
    recovered: fast.recovered,
    writtenOff: fast.writtenOff,
    open: openOf(fast),
    paymentLink: link && { url: link.url, amount: link.amount, status: link.status, expiresAt: link.expiresAt },
    reminders,
    nextReminderAt: isOpen && !isLastWait(fast.recovery) && link?.status !== 'open' ? dueAt(fast.recovery) : null,
    writeOffAt: isOpen ? endOf(fast.recovery) : null,
    startedAt,
  };
};

export type RecoveryView = ReturnType<typeof recoveryView>;

/**
 * A8: money of the buyer for what he owes. More than that: `amount_exceeds_open`; where nothing is open any more:
 * `invalid_transition`.
 */
export const payRecovery = (
  story: Story,
  { refundId, amount, source, paymentId }: Payment,
): Story | Refusal<AccountRefusal> => {
  const fast = recoveryOf(story.account, refundId);
  if (fast === undefined) return refuse('not_found', 'nothing was ever owed under this id');
  const { stage } = fast;
  const open = openOf(fast);
  if (!fastRefundLife.permits(stage, 'pay_back'))
    return refuse('invalid_transition', 'nothing is open any more', { currentStatus: stage, allowedActions: [] });
  if (liveLinkOf(fast) !== undefined) return refuse('payment_link_open', 'it can be paid by a link');
  if (amount > open) return refuse('amount_exceeds_open', `only ${String(open)} is still open`);

  const about = aboutRecovery(story, fast);
  const paid = tell(story, {
    type: 'recovery.payment_received',
    data: { ...about, amount, open: open - amount, source, paymentId },
  });
  return amount < open
    ? paid
    : tell(paid, { type: 'recovery.completed', data: { ...about, amount: fast.recovered + amount } });
};

type Payment = Readonly<{ refundId: string; amount: Minor; source: RecoverySource; paymentId: string | null }>;

/** Nobody has paid in time: he is asked again, or it is given up. A wake-up that is late or early does nothing. */
export const wakeRecovery = (story: Story, { name, token }: Readonly<{ name: string; token: number }>): Story => {
  const fast = story.account.fastRefunds
    .filter(isRecovering)
    .find(({ recovery, stage }) => nameOf(recovery) === name && fastRefundLife.permits(stage, 'remind'));
  if (fast === undefined || fast.recovery.reminders !== token || between(dueAt(fast.recovery), story.at) < 0)
    return story;
  if (liveLinkOf(fast) !== undefined) return story;
  const isGivenUp = between(endOf(fast.recovery), story.at) >= 0;
  return tell(story, {
    type: isGivenUp ? 'recovery.written_off' : 'recovery.reminded',
    data: { ...aboutRecovery(story, fast), amount: openOf(fast) },
  });
};

/** Whether a deadline of an account is one of these. */
export const isOfRecovery = (name: string): boolean => name.endsWith(SUFFIX);

export const recoveryDeadlines = ({ fastRefunds }: Account): readonly LiveDeadline[] =>
  fastRefunds
    .filter(isRecovering)
    .filter((fast) => fastRefundLife.permits(fast.stage, 'remind') && liveLinkOf(fast) === undefined)
    .map(({ recovery }) => ({
      name: nameOf(recovery),
      kind: 'recovery',
      token: recovery.reminders,
      dueAt: dueAt(recovery),
    }));

/** One row per recovery, so that it is found by its id. */
export const recoveryListings = ({ fastRefunds }: Account): readonly Listing[] =>
  fastRefunds.filter(isRecovering).map(({ stage, recovery: { order, refundId, afterSaleId, startedAt } }) => ({
    kind: 'recovery',
    id: refundId,
    orderId: order.orderId,
    afterSaleId,
    buyerId: order.buyerId,
    merchantId: order.merchantId,
    status: stage,
    createdAt: startedAt,
    updatedAt: startedAt,
  }));

const SUFFIX = '/recovery';
const nameOf = ({ refundId }: Recovery): string => `${refundId}${SUFFIX}`;

export const endOf = ({ startedAt }: Recovery): Instant => later(startedAt, WRITE_OFF_MS);
const isLastWait = (recovery: Recovery): boolean => dueAt(recovery) === endOf(recovery);
const dueAt = (recovery: Recovery): Instant =>
  earlier(later(recovery.startedAt, (recovery.reminders + 1) * REMINDER_MS), endOf(recovery));

const aboutRecovery = (
  { at }: Story,
  { recovery: { order, refundId, afterSaleId } }: Recovering,
): OrderFacts & Readonly<{ afterSaleId: string; refundId: string }> => ({
  ...order,
  occurredAt: at,
  afterSaleId,
  refundId,
});
