import { amountOf, type FastRefundRefusal, type Money, type OrderFacts, type RequestRefund } from '@amends/contracts';
import { isRefusal, type Minor } from '@amends/kernel';
import { openOf, type FastRefund } from '../fast-refund/fast-refund';
import { fastRefundLife, type FastRefundStage } from '../fast-refund/transitions';
import { fastRefundOf, refundOf, type AskedRefund } from './account';
import { giveChargeBack } from './charges';
import type { AccountCommand } from './commands';
import { isNothing, isSame, minus } from './money-difference';
import { reserve, retry } from './reserving';
import { tell, tellOf, type Story } from './story';

type DataOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>['data'];
type Ticket = Readonly<{ order: Omit<OrderFacts, 'occurredAt'>; afterSaleId: string }>;

/** What of money would be advanced, and would have to come back: cash and freight, not points. */
export const advanceable = (money: Money): Minor => {
  const { cash, shippingFee } = amountOf(money);
  return cash + shippingFee;
};

/** A ticket asks for its refund. The same refund twice: nothing. Before the payment is known: kept. */
export const request = (story: Story, wanted: RequestRefund['data'], setOff: Minor = 0): Story => {
  if (isKnown(story, wanted.refundId)) return story;
  if (story.account.order === null) return keep(story, wanted);
  if (wanted.charge !== undefined) return giveChargeBack(story, wanted, wanted.charge);
  const asked = { ...wanted, ...(setOff > 0 && { setOff }) };

  const fast =
    fastRefundOf(story.account, asked.afterSaleId) ??
    (asked.parentId ? fastRefundOf(story.account, asked.parentId) : undefined);
  if (fast === undefined) return reserve(story, asked);
  if (fast.stage === 'eligible') return reserve(release(story, ticketOf(asked, fast), fast, 'returned_first'), asked);
  if (!UNDER_WAY.has(fast.stage)) return reserve(story, asked);

  const noted = tell(story, {
    type: 'account.settlement_noted',
    data: { afterSaleId: fast.afterSaleId, request: wanted, occurredAt: story.at },
  });
  return retrySame(noted, fast, asked.money);
};

/** A fast refund that came to nothing, and is now owed as it was: the same money goes out under the same number. */
const retrySame = (story: Story, fast: FastRefund, money: Money): Story => {
  const refund = fast.refundId === null ? undefined : refundOf(story.account, fast.refundId);
  if (refund?.status !== 'failed' || !isSame(refund.money, money)) return story;
  const retried = retry(story, refund);
  return isRefusal(retried)
    ? tellOf(story, refund.refundId, 'refund.failed', { failureCode: retried.refused })
    : retried;
};

/** The provider has been asked for the advance. */
const UNDER_WAY: ReadonlySet<FastRefundStage> = new Set(['advancing', 'advanced', 'settled', 'contested']);

/** A1: once per ticket, and not when its refund was asked for before. */
export const judge = (story: Story, command: DataOf<'JudgeFastRefund'>): Story => {
  const { order, afterSaleId, money, judgement } = command;
  const fast = fastRefundOf(story.account, afterSaleId);
  if (!fastRefundLife.permits(fast?.stage ?? 'none', 'judge') || hasRefund(story, afterSaleId)) return story;

  const facts = { ...order, occurredAt: story.at, afterSaleId };
  const { eligible, because, shadow, inputs, promised } = judgement;
  const all = { ...inputs, ...(promised && { promised }) };
  if (!eligible || shadow)
    return tell(story, { type: 'account.fast_refund_denied', data: { ...facts, because, shadow, inputs: all } });

  const eligibleNow = tell(
    story,
    { type: 'account.advance_prepared', data: { ...facts, money, inputs: all } },
    { type: 'fast_refund.eligible', data: { ...facts, refundId: null, amount: advanceable(money), inputs } },
  );
  return fast?.scanned === true ? scan(eligibleNow, command) : eligibleNow;
};

/** A2: the carrier has the parcel. Seen before the decision it is remembered; seen again it changes nothing. */
export const scan = (
  story: Story,
  at: Ticket & Readonly<{ refundId: string; hurdles: readonly FastRefundRefusal[] }>,
): Story => {
  const fast = fastRefundOf(story.account, at.afterSaleId);
  const facts = { ...at.order, occurredAt: story.at, afterSaleId: at.afterSaleId };
  if (fast === undefined || fast.stage === 'none')
    return fast?.scanned === true ? story : tell(story, { type: 'account.scan_noted', data: facts });
  if (!fastRefundLife.permits(fast.stage, 'scan') || fast.money === null) return story;

  const [hurdle] = at.hurdles;
  if (hurdle !== undefined) return release(story, at, fast, hurdle);
  const asked: AskedRefund = { ...facts, refundId: at.refundId, kind: 'fast', money: fast.money };
  const started = tell(story, {
    type: 'account.advance_started',
    data: { ...facts, refundId: at.refundId, amount: advanceable(fast.money) },
  });
  return story.account.order === null ? keep(started, asked) : reserve(started, asked);
};

/** The ticket ended before the parcel was seen. */
export const withdraw = (story: Story, ticket: Ticket): Story => {
  const fast = fastRefundOf(story.account, ticket.afterSaleId);
  return fast?.stage === 'eligible' ? release(story, ticket, fast, 'withdrawn') : story;
};

/** A7: the carrier never had the parcel. What is advanced, or will be, is the buyer's to give back; what was only promised is not advanced. */
export const noteRevoked = (story: Story, ticket: Ticket): Story => {
  const fast = fastRefundOf(story.account, ticket.afterSaleId);
  if (fast?.stage === 'eligible') return release(story, ticket, fast, 'scan_revoked');
  if (fast === undefined || fast.revoked || !PAID_OR_PAYING.has(fast.stage)) return story;
  const facts = { ...ticket.order, occurredAt: story.at, afterSaleId: fast.afterSaleId };
  return tell(story, { type: 'account.scan_revoked', data: facts });
};

const PAID_OR_PAYING: ReadonlySet<FastRefundStage> = new Set(['advancing', 'advanced']);

/** A4: goods are refused. What is advanced becomes contested; what was only promised is not advanced any more. */
export const contest = (story: Story, command: Ticket & Readonly<{ childId: string | null }>): Story => {
  const fast = fastRefundOf(story.account, command.afterSaleId);
  if (fast === undefined || fast.contest !== null || fast.stage === 'contested') return story;
  if (fast.stage === 'eligible') return release(story, command, fast, 'refused');
  if (fast.stage === 'owed' && command.childId !== null) return noteContest(story, command, fast);
  return UNDER_WAY.has(fast.stage) ? noteContest(story, command, fast) : story;
};

const noteContest = (story: Story, command: Parameters<typeof contest>[1], { afterSaleId }: FastRefund): Story =>
  tell(story, {
    type: 'account.contest_noted',
    data: { ...command.order, occurredAt: story.at, afterSaleId, childId: command.childId },
  });

/**
 * A5, A6: it is decided about refused goods: what the ticket does not ask for of a contested advance is the buyer's to give
 * back. Of an advance that is not out yet it is remembered.
 */
export const noteVerdict = (story: Story, command: Ticket & Readonly<{ paid: boolean }>): Story => {
  const fast = fastRefundOf(story.account, command.afterSaleId);
  if (fast === undefined || fast.verdict !== null || fast.stage === 'owed') return story;
  if (!UNDER_WAY.has(fast.stage)) return story;
  const facts = { ...command.order, occurredAt: story.at, afterSaleId: command.afterSaleId };
  return tell(story, { type: 'account.verdict_noted', data: { ...facts, paid: command.paid } });
};

/** What follows for every fast refund of the order from what has been told, and from that again: after each command. */
export const follow = (story: Story): Story => {
  const told = story.account.fastRefunds.reduce(followOne, story);
  return told.events.length === story.events.length ? story : follow(told);
};

const followOne = (story: Story, { afterSaleId }: FastRefund): Story =>
  [replaceFailed, giveUpFailed, pay, undo, settle, tellContest, recover, revoke].reduce((told, step) => {
    const fast = told.account.fastRefunds.find((each) => each.afterSaleId === afterSaleId);
    return fast === undefined ? told : step(told, fast);
  }, story);

/** It failed, and what is owed now is something else: ordinary refunds take its place, one for each ticket that asks. */
const replaceFailed = (story: Story, fast: FastRefund): Story => {
  const refund = fast.refundId === null ? undefined : refundOf(story.account, fast.refundId);
  const [first, ...others] = fast.asked.filter(({ settled }) => !settled).map(({ request: wanted }) => wanted);
  if (fast.stage !== 'advancing' || refund?.status !== 'failed' || first === undefined) return story;
  if (others.length === 0 && isSame(refund.money, first.money)) return story;
  const cancelled = tellOf(story, refund.refundId, 'refund.cancelled');
  const released = release(cancelled, ticketOf(first, fast), fast, 'replaced');
  return [first, ...others].reduce(reserve, released);
};

/** It failed, and nobody waits for it any more: its ticket has ended by the carrier's word (A7). */
const giveUpFailed = (story: Story, fast: FastRefund): Story => {
  const refund = fast.refundId === null ? undefined : refundOf(story.account, fast.refundId);
  if (!fast.revoked || fast.stage !== 'advancing' || refund?.status !== 'failed') return story;
  const { orderId, merchantId, buyerId } = aboutAdvance(story, fast, 0);
  const ticket = { order: { orderId, merchantId, buyerId }, afterSaleId: fast.afterSaleId };
  return release(tellOf(story, refund.refundId, 'refund.cancelled'), ticket, fast, 'scan_revoked');
};

const pay = (story: Story, fast: FastRefund): Story => {
  const refund = fast.refundId === null ? undefined : refundOf(story.account, fast.refundId);
  if (!fastRefundLife.permits(fast.stage, 'pay') || refund?.status !== 'succeeded') return story;
  return tell(story, { type: 'fast_refund.advanced', data: aboutAdvance(story, fast, advanceable(refund.money)) });
};

/** The provider took the advance back before the merchant had the goods: nothing is advanced until it is paid again. */
const undo = (story: Story, fast: FastRefund): Story => {
  const refund = fast.refundId === null ? undefined : refundOf(story.account, fast.refundId);
  if (!fastRefundLife.permits(fast.stage, 'undo') || refund === undefined || refund.status === 'succeeded')
    return story;
  return tell(story, { type: 'fast_refund.undone', data: aboutAdvance(story, fast, fast.advanced) });
};

/** A3: the merchant has the goods: the advance is taken from him. What the ticket asks beyond it is paid besides. */
const settle = (story: Story, fast: FastRefund): Story => {
  const asked = fast.asked.find((each) => !each.settled);
  if (asked === undefined || !fastRefundLife.permits(fast.stage, 'accept')) return story;
  const { request: wanted } = asked;
  const before = fast.asked.filter((each) => each.settled).map((each) => each.request.money);
  const beyond = minus(wanted.money, before.reduce(minus, fast.money ?? NO_MONEY));
  const amount = Math.min(openOf(fast), advanceable(wanted.money) - advanceable(beyond));
  const settled = tell(story, {
    type: 'fast_refund.settled',
    data: { ...aboutAdvance(story, fast, amount), afterSaleId: wanted.afterSaleId },
  });
  return isNothing(beyond) ? settled : reserve(settled, { ...wanted, money: beyond });
};

const tellContest = (story: Story, fast: FastRefund): Story => {
  const { contest: noted } = fast;
  const open = openOf(fast);
  if (noted === null || open === 0 || !fastRefundLife.permits(fast.stage, 'contest')) return story;
  if (noted.childId !== null && fast.stage !== 'settled') return story;
  const about = aboutAdvance(story, fast, open);
  return tell(story, {
    type: 'fast_refund.contested',
    data: { ...about, afterSaleId: noted.childId ?? fast.afterSaleId },
  });
};

/** The ticket's own part is taken from the merchant first, whichever is heard first. */
const recover = (story: Story, fast: FastRefund): Story => {
  const { verdict } = fast;
  const amount = openOf(fast);
  if (verdict === null || amount === 0 || !fastRefundLife.permits(fast.stage, 'recover')) return story;
  const isTaken = fast.asked.some(
    ({ request: { afterSaleId }, settled }) => settled && afterSaleId === verdict.afterSaleId,
  );
  if (verdict.paid && !isTaken) return story;
  return tell(story, {
    type: 'recovery.started',
    data: { ...aboutAdvance(story, fast, amount), afterSaleId: verdict.afterSaleId },
  });
};

/** A7: all that is open of the advance is owed, for its goods were never under way. */
const revoke = (story: Story, fast: FastRefund): Story =>
  fast.revoked && fastRefundLife.permits(fast.stage, 'revoke')
    ? tell(story, { type: 'recovery.started', data: aboutAdvance(story, fast, openOf(fast)) })
    : story;

const NO_MONEY: Money = { lines: [], shippingFee: 0 };

const aboutAdvance = (story: Story, { afterSaleId, refundId }: FastRefund, amount: Minor) => {
  const { orderId = '', merchantId = '', buyerId = '' } = story.account.order ?? {};
  return { orderId, merchantId, buyerId, occurredAt: story.at, afterSaleId, refundId, amount };
};

const ticketOf = ({ orderId, merchantId, buyerId }: OrderFacts, { afterSaleId }: FastRefund): Ticket => ({
  order: { orderId, merchantId, buyerId },
  afterSaleId,
});

const release = (story: Story, { order }: Ticket, fast: FastRefund, because: string): Story =>
  tell(story, {
    type: 'account.fast_refund_released',
    data: {
      ...order,
      occurredAt: story.at,
      afterSaleId: fast.afterSaleId,
      because,
      amount: fast.money === null ? 0 : advanceable(fast.money),
    },
  });

const keep = (story: Story, asked: AskedRefund): Story =>
  tell(story, { type: 'account.refund_kept', data: { request: asked, occurredAt: story.at } });

const hasRefund = ({ account }: Story, afterSaleId: string): boolean =>
  [...account.refunds, ...account.waiting].some((refund) => refund.afterSaleId === afterSaleId);

const isKnown = ({ account }: Story, refundId: string): boolean =>
  [...account.refunds, ...account.waiting].some((refund) => refund.refundId === refundId) ||
  account.fastRefunds.some(({ asked }) => asked.some((each) => each.request.refundId === refundId));
