import type { LegFacts, OrderFacts, RecoveryChanged, RefundChanged, RerouteChanged } from '@amends/contracts';
import {
  noFastRefund,
  type FastRefund,
  type FastRefundDecision,
  type PaymentLink,
  type Recovery,
} from '../fast-refund/fast-refund';
import { fastRefundLife } from '../fast-refund/transitions';
import { pendingLeg, type Leg, type PlannedLeg } from '../leg/leg';
import { FAILED, OPEN } from '../leg/transitions';
import { settlementLife, type SettlementTale } from '../manual-settlement/transitions';
import type { Refund } from '../refund/refund';
import { rerouteLife } from '../reroute/transitions';
import type { Account, AccountEvent } from './account';

/** The account after an event. Never fails, never decides. */
export const evolve = (account: Account, event: AccountEvent): Account => {
  switch (event.type) {
    case 'account.opened':
      return { ...account, order: event.data.order, waiting: [] };
    case 'account.refund_kept':
      return { ...account, waiting: [...account.waiting, event.data.request] };

    case 'refund.created':
    case 'refund.processing':
    case 'refund.succeeded':
    case 'refund.partially_succeeded':
    case 'refund.failed':
    case 'refund.reversed':
    case 'refund.retried':
    case 'refund.cancelled':
      return withRefund(account, event);
    case 'account.refund_planned':
      return onRefund(account, event.data, (refund) => replanned(refund, event.data.legs));

    case 'refund_leg.submitted':
    case 'refund_leg.queued':
    case 'refund_leg.unknown':
    case 'refund_leg.succeeded':
    case 'refund_leg.failed':
      return onLeg(account, event.data, (leg) => heard(leg, event.data));
    case 'account.leg_waits': {
      const { for: what, dueAt } = event.data;
      return onLeg(account, event.data, (leg) => ({ ...leg, waits: { for: what, dueAt }, token: leg.token + 1 }));
    }
    case 'account.leg_sent': {
      const { attempt, occurredAt: at } = event.data;
      return onLeg(account, event.data, (leg) => ({ ...leg, sent: { attempt, at } }));
    }
    case 'account.leg_asked':
      return onLeg(account, event.data, (leg) => ({ ...leg, overdue: event.data.overdue }));
    case 'account.leg_contradicted':
      return onRefund(account, event.data, (refund) => ({ ...refund, contradicted: true }));

    case 'account.differences_noted':
      return onRefund(account, event.data, (refund) => ({ ...refund, differences: noted(refund, event.data) }));

    case 'account.settlement_proposed':
    case 'account.settlement_confirmed':
    case 'account.settlement_declined':
      return onRefund(account, event.data, (refund) => ({ ...refund, settlements: settlementsAfter(refund, event) }));
    case 'refund_reroute.offered':
    case 'refund_reroute.accepted':
    case 'refund_reroute.declined':
    case 'refund_reroute.expired':
      return onRefund(account, event.data, (refund) => ({ ...refund, reroutes: reroutesAfter(refund, event) }));

    case 'account.charge_noted': {
      const { paymentId, amount, afterSaleId } = event.data;
      return { ...account, charges: [...account.charges, { paymentId, amount, afterSaleId }] };
    }
    case 'account.scan_noted':
      return onFast(account, event, (fast) => ({ ...fast, scanned: true }));
    case 'account.scan_revoked':
      return onFast(account, event, (fast) => ({ ...fast, revoked: true }));
    case 'account.advance_prepared': {
      const { money, inputs = {}, ...ticket } = event.data;
      const decision = decisionOn(ticket, { because: [], shadow: false, inputs });
      return onFast(account, event, (fast) => ({ ...fast, money, decision }));
    }
    case 'fast_refund.eligible': {
      const inputs = event.data.inputs ?? {};
      return onDecision(account, event, (decision) => ({ ...decision, inputs: { ...inputs, ...decision.inputs } }));
    }
    case 'account.fast_refund_denied':
      return onFast(account, event, (fast) => ({ ...fast, decision: decisionOn(event.data, event.data) }));
    case 'account.fast_refund_released':
      return onDecision(account, event, (decision) => ({ ...decision, released: event.data.because }));
    case 'account.advance_started':
      return onFast(account, event, (fast) => ({ ...fast, refundId: event.data.refundId, scanned: true }));
    case 'fast_refund.advanced':
      return onFast(account, event, (fast) => ({ ...fast, advanced: fast.advanced + event.data.amount }));
    case 'fast_refund.undone':
    case 'account.advance_undone':
      return onFast(account, event, (fast) => ({ ...fast, advanced: fast.advanced - event.data.amount }));
    case 'account.settlement_noted': {
      const { request } = event.data;
      // A ticket that names its parent may ask before it is heard that the goods were parted.
      const isChild = request.afterSaleId !== event.data.afterSaleId;
      return onFast(account, event, (fast) => ({
        ...fast,
        childId: isChild ? request.afterSaleId : fast.childId,
        asked: [...fast.asked, { request, settled: false }],
      }));
    }
    case 'fast_refund.settled':
      return onFast(account, event, (fast) => settled(fast, event.data.afterSaleId, event.data.amount));
    case 'account.contest_noted':
      return onFast(account, event, (fast) => ({
        ...fast,
        contest: { childId: event.data.childId },
        childId: event.data.childId ?? fast.childId,
      }));
    case 'account.verdict_noted': {
      const { afterSaleId, paid } = event.data;
      return onFast(account, event, (fast) => ({ ...fast, verdict: { afterSaleId, paid } }));
    }
    case 'account.goods_owed':
      return onFast(account, event, (fast) => ({ ...fast, goodsOwed: fast.goodsOwed + event.data.amount }));
    case 'account.goods_back':
      return onFast(account, event, (fast) => ({ ...fast, goodsOwed: fast.goodsOwed - event.data.amount }));
    case 'recovery.started':
      return onFast(account, event, (fast) => recovering(fast, event.data));
    case 'recovery.payment_received':
      return onFast(account, event, (fast) => ({ ...fast, recovered: fast.recovered + event.data.amount }));
    case 'recovery.reminded':
      return onRecovery(account, event, (recovery) => ({ ...recovery, reminders: recovery.reminders + 1 }));
    case 'account.payment_link_opened': {
      const { number, providerId, url, amount, expiresAt, askAt } = event.data;
      const link = { number, providerId, url, amount, status: 'open', expiresAt, asks: 0, askAt } as const;
      return onRecovery(account, event, (recovery) => ({ ...recovery, linksMade: recovery.linksMade + 1, link }));
    }
    case 'account.payment_link_due': {
      const { askAt } = event.data;
      return onLink(account, event, (link) => ({ ...link, asks: link.asks + 1, askAt }));
    }
    case 'account.payment_link_closed':
      return onLink(account, event, (link) => ({ ...link, status: event.data.paid ? 'paid' : 'closed' }));
    case 'recovery.completed':
      return onFast(account, event, (fast) => fast);
    case 'recovery.written_off':
      return onFast(account, event, (fast) => ({ ...fast, writtenOff: fast.writtenOff + event.data.amount }));
    case 'fast_refund.contested':
      return onFast(account, event, (fast) => ({ ...fast, contest: null }));
  }
};

type OfRefund = Readonly<{ refundId: string; occurredAt: string }>;

const withRefund = (account: Account, { type, data }: RefundChanged): Account => {
  const known = account.refunds.some(({ refundId }) => refundId === data.refundId);
  if (!known) {
    const waiting = account.waiting.filter(({ refundId }) => refundId !== data.refundId);
    return { ...account, waiting, refunds: [...account.refunds, newRefund(data)] };
  }
  return onRefund(account, data, (refund) => ({
    ...refund,
    status: data.status,
    trying: data.trying,
    failureCode: data.failureCode ?? null,
    // A person starts a new round: what the provider said before no longer counts.
    ...(type === 'refund.retried' && {
      contradicted: false,
      legs: refund.legs.map((leg) => ({ ...leg, retries: 0 })),
    }),
  }));
};

const newRefund = (data: RefundChanged['data']): Refund => ({
  refundId: data.refundId,
  afterSaleId: data.afterSaleId,
  kind: data.kind,
  status: data.status,
  trying: data.trying,
  money: { lines: data.lines, shippingFee: data.amount.shippingFee },
  charge: data.charge ?? null,
  legs: [],
  legsPlanned: 0,
  failureCode: data.failureCode ?? null,
  contradicted: false,
  differences: [],
  settlements: [],
  reroutes: [],
  version: 1,
  createdAt: data.occurredAt,
  updatedAt: data.occurredAt,
});

const onRefund = (account: Account, about: OfRefund, change: (refund: Refund) => Refund): Account => ({
  ...account,
  refunds: account.refunds.map((refund) =>
    refund.refundId === about.refundId
      ? { ...change(refund), version: refund.version + 1, updatedAt: about.occurredAt }
      : refund,
  ),
});

const onLeg = (account: Account, about: OfRefund & Readonly<{ legId: string }>, change: (leg: Leg) => Leg): Account =>
  onRefund(account, about, (refund) => ({
    ...refund,
    legs: refund.legs.map((leg) => (leg.legId === about.legId ? change(leg) : leg)),
  }));

/** What has succeeded stays; a leg that is planned again goes on, one that is not is gone. */
const replanned = (refund: Refund, legs: readonly PlannedLeg[]): Refund => ({
  ...refund,
  legs: [
    ...refund.legs.filter(({ status }) => status === 'succeeded'),
    ...legs.map((plan) => refund.legs.find(({ legId }) => legId === plan.legId) ?? pendingLeg(plan)),
  ],
  legsPlanned:
    refund.legsPlanned + legs.filter((plan) => !refund.legs.some(({ legId }) => legId === plan.legId)).length,
});

const heard = (leg: Leg, { legStatus, attempts, failureCode, occurredAt, byHand = false }: LegFacts): Leg => {
  const stillOpen = OPEN.has(legStatus);
  const since = OPEN.has(leg.status) ? leg.since : occurredAt;
  return {
    ...leg,
    status: legStatus,
    attempts,
    failureCode,
    retries: legStatus === 'failed_retryable' ? leg.retries + 1 : leg.retries,
    since: stillOpen ? since : null,
    waits: stillOpen ? leg.waits : null,
    // A try that does not count was never sent.
    submittedAt: legStatus === 'submitted' ? occurredAt : attempts < leg.attempts ? null : leg.submittedAt,
    queuedAt: legStatus === 'pending' ? (leg.queuedAt ?? leg.submittedAt) : stillOpen ? leg.queuedAt : null,
    concludedAt: CONCLUDED.has(legStatus) ? occurredAt : null,
    byHand,
    overdue: stillOpen && leg.overdue,
  };
};

type SettlementEvent = Extract<AccountEvent, { type: SettlementTale }>;

const settlementsAfter = ({ settlements }: Refund, event: SettlementEvent): Refund['settlements'] => {
  const { number, by, occurredAt } = event.data;
  if (event.type === 'account.settlement_proposed') {
    const { legId, reference, reason } = event.data;
    const status = settlementLife.after('none', event.type);
    const decided = { decidedBy: null, decidedAt: null };
    return [
      ...settlements,
      { number, legId, reference, reason, status, proposedBy: by, proposedAt: occurredAt, ...decided },
    ];
  }
  return settlements.map((each) =>
    each.number === number
      ? { ...each, status: settlementLife.after(each.status, event.type), decidedBy: by, decidedAt: occurredAt }
      : each,
  );
};

const reroutesAfter = ({ reroutes }: Refund, { type, data }: RerouteChanged): Refund['reroutes'] => {
  const { number, legId, tender, amount, answerBy, occurredAt } = data;
  if (type === 'refund_reroute.offered') {
    const status = rerouteLife.after('none', type);
    return [...reroutes, { number, legId, tender, amount, status, answerBy, offeredAt: occurredAt }];
  }
  return reroutes.map((each) =>
    each.number === number ? { ...each, status: rerouteLife.after(each.status, type) } : each,
  );
};

const CONCLUDED: ReadonlySet<string> = new Set(['succeeded', ...FAILED]);

/** What a comparison of that day has found replaces what the one before had; what is known stays as old as it is. */
const noted = (
  { differences: known }: Refund,
  { day, differences, occurredAt }: DifferencesNoted,
): Refund['differences'] => [
  ...known.filter((each) => each.day !== day),
  ...differences.map(({ number, kind }) => {
    const before = known.find((each) => each.day === day && each.number === number && each.kind === kind);
    return before ?? { day, number, kind, since: occurredAt };
  }),
];

type DifferencesNoted = Extract<AccountEvent, { type: 'account.differences_noted' }>['data'];

type OfTicket = Readonly<{ type: string; data: Readonly<{ afterSaleId: string }> }>;

const onFast = (account: Account, { type, data }: OfTicket, change: (fast: FastRefund) => FastRefund): Account => {
  const { afterSaleId } = data;
  const known = account.fastRefunds.find((fast) => fast.afterSaleId === afterSaleId || fast.childId === afterSaleId);
  const before = known ?? noFastRefund(afterSaleId);
  const after = { ...change(before), stage: fastRefundLife.after(before.stage, type) };
  return {
    ...account,
    fastRefunds: known
      ? account.fastRefunds.map((fast) => (fast === known ? after : fast))
      : [...account.fastRefunds, after],
  };
};

const onRecovery = (account: Account, event: OfTicket, change: (recovery: Recovery) => Recovery): Account =>
  onFast(account, event, (fast) => ({ ...fast, recovery: fast.recovery && change(fast.recovery) }));

const onLink = (account: Account, event: OfTicket, change: (link: PaymentLink) => PaymentLink): Account =>
  onRecovery(account, event, (recovery) => ({ ...recovery, link: recovery.link && change(recovery.link) }));

const decisionOn = (
  { orderId, merchantId, buyerId, occurredAt }: OrderFacts,
  { because, shadow, inputs }: Omit<FastRefundDecision, keyof OrderFacts | 'released'>,
): FastRefundDecision => ({ orderId, merchantId, buyerId, occurredAt, because, shadow, inputs, released: null });

const onDecision = (
  account: Account,
  event: OfTicket,
  change: (decision: FastRefundDecision) => FastRefundDecision,
): Account => onFast(account, event, (fast) => ({ ...fast, decision: fast.decision && change(fast.decision) }));

const settled = (fast: FastRefund, afterSaleId: string, amount: number): FastRefund => {
  const first = fast.asked.find((asked) => !asked.settled && asked.request.afterSaleId === afterSaleId);
  return {
    ...fast,
    settled: fast.settled + amount,
    asked: fast.asked.map((asked) => (asked === first ? { ...asked, settled: true } : asked)),
  };
};

/** Goods that were kept become an advance of their price. */
const recovering = (
  fast: FastRefund,
  { orderId, merchantId, buyerId, refundId, afterSaleId, amount, occurredAt }: RecoveryChanged['data'],
): FastRefund => {
  const kept = Math.min(fast.goodsOwed, amount);
  const order = { orderId, merchantId, buyerId };
  return {
    ...fast,
    verdict: null,
    refundId: refundId ?? fast.refundId,
    advanced: fast.advanced + kept,
    goodsOwed: 0,
    recovery: {
      order,
      refundId: refundId ?? '',
      afterSaleId,
      startedAt: occurredAt,
      reminders: 0,
      linksMade: 0,
      link: null,
    },
  };
};
