import {
  amountOf,
  NO_AMOUNT,
  type Amount,
  type OrderFacts,
  type RefundChanged,
  type RefundLegChanged,
} from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import { isExternal, type Leg } from '../leg/leg';
import { legLife, TRYING, type LegTale } from '../leg/transitions';
import type { Refund } from '../refund/refund';
import { refundLife, type RefundStage, type RefundTale } from '../refund/transitions';
import { refundOf, type Account, type AccountEvent, type AskedRefund } from './account';
import { evolve } from './evolve';
import { shippingFeeBalance } from './ledger';

/** What a decision has told so far, and the account after it. */
export type Story = Readonly<{ account: Account; events: readonly AccountEvent[]; at: Instant }>;

export const begin = (account: Account, at: Instant): Story => ({ account, events: [], at });

/** Goes on with these events. */
export const tell = (story: Story, ...events: readonly AccountEvent[]): Story => ({
  ...story,
  account: events.reduce(evolve, story.account),
  events: [...story.events, ...events],
});

/** The facts every event carries, of an account whose payment is known. */
export const factsOf = ({ account: { order }, at }: Story): OrderFacts => ({
  orderId: order?.orderId ?? '',
  merchantId: order?.merchantId ?? '',
  buyerId: order?.buyerId ?? '',
  occurredAt: at,
});

/** The first word about a refund: its money is set aside, or refused. */
export const tellOfNew = (
  story: Story,
  asked: AskedRefund,
  tale: 'refund.created' | 'refund.failed',
  failureCode?: string,
): Story =>
  tellRefund(
    story,
    { ...asked, charge: asked.charge ?? null, status: 'none', trying: tale === 'refund.created' },
    tale,
    failureCode,
  );

/** The next word about a refund. `trying`: by default, whether one of its legs is. */
export const tellOf = (
  story: Story,
  refundId: string,
  tale: RefundTale,
  about: Readonly<{ trying?: boolean; failureCode?: string }> = {},
): Story => {
  const refund = refundOf(story.account, refundId);
  if (refund === undefined) return story;
  const trying = about.trying ?? refund.legs.some(isTrying);
  return tellRefund(story, { ...refund, trying }, tale, about.failureCode);
};

/** Whether a leg goes on by itself: points only follow the money. */
export const isTrying = (leg: Leg): boolean => TRYING.has(leg.status) || (leg.status === 'pending' && isExternal(leg));

/** The next word about a leg. */
export const tellOfLeg = (
  story: Story,
  refund: Pick<Refund, 'refundId' | 'afterSaleId'>,
  leg: Leg,
  tale: LegTale,
  change: Readonly<{ attempts?: number; failureCode?: string; byHand?: true }> = {},
): Story =>
  tell(story, {
    type: wireType(tale),
    data: {
      ...factsOf(story),
      afterSaleId: refund.afterSaleId,
      refundId: refund.refundId,
      legId: leg.legId,
      tender: leg.tender,
      paymentId: leg.paymentId,
      refundNumber: leg.refundNumber,
      amount: leg.amount,
      legStatus: legLife.after(leg.status, tale),
      attempts: change.attempts ?? leg.attempts,
      failureCode: change.failureCode ?? null,
      ...(change.byHand && { byHand: true }),
    },
  } satisfies RefundLegChanged);

type Told = Pick<Refund, 'refundId' | 'afterSaleId' | 'kind' | 'money' | 'charge' | 'trying'> &
  Readonly<{ status: RefundStage }>;

const tellRefund = (story: Story, about: Told, tale: RefundTale, failureCode?: string): Story => {
  const status = refundLife.after(about.status, tale);
  if (status === 'none') return story;
  const event = (account: Account): RefundChanged => ({
    type: refundType(tale),
    data: {
      ...factsOf(story),
      afterSaleId: about.afterSaleId,
      refundId: about.refundId,
      kind: about.kind,
      status,
      amount: amountOfRefund(about),
      ...(about.charge && { charge: about.charge }),
      lines: about.money.lines,
      orderShippingFee: freightOf(account),
      trying: about.trying,
      ...(failureCode === undefined ? {} : { failureCode }),
    },
  });
  // The freight account is told as it is after the event, and the event alone does not move it in evolve.
  const { account } = tell(story, event(story.account));
  return tell(story, event(account));
};

/** What a refund gives back, by component. */
export const amountOfRefund = ({ money, charge }: Pick<Refund, 'money' | 'charge'>): Amount =>
  charge === null ? amountOf(money) : { ...NO_AMOUNT, cash: charge.amount };

const freightOf = (account: Account) => {
  const { paid, held, refunded } = shippingFeeBalance(account);
  return { paid, held, refunded };
};

const refundType = (tale: RefundTale): RefundChanged['type'] => {
  switch (tale) {
    case 'refund.reversed{failed}':
    case 'refund.reversed{processing}':
    case 'refund.reversed{partially_succeeded}':
      return 'refund.reversed';
    case 'refund.created':
    case 'refund.processing':
    case 'refund.succeeded':
    case 'refund.partially_succeeded':
    case 'refund.failed':
    case 'refund.retried':
    case 'refund.cancelled':
      return tale;
  }
};

const wireType = (tale: LegTale): RefundLegChanged['type'] => {
  switch (tale) {
    case 'refund_leg.failed{failed_retryable}':
    case 'refund_leg.failed{abnormal}':
    case 'refund_leg.failed{failed_final}':
      return 'refund_leg.failed';
    case 'refund_leg.submitted':
    case 'refund_leg.queued':
    case 'refund_leg.unknown':
    case 'refund_leg.succeeded':
      return tale;
  }
};
