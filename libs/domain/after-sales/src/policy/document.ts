import type { FreightBearer, GoodsKind, Phase, Responsibility } from '@amends/contracts';
import { buyerTypes, type BuyerType } from './application';
import { MAX_APPLICATIONS, MAX_EVIDENCE, MAX_OFFERS } from './caps';
import { SIZED, VARYING } from './exchange';
import { freightBearerOf } from './freight-bearer';
import type { Policy } from './policy';
import { reasons, type Reason } from './reasons';
import { timersFor, type TimerView } from './timers';

export type TypeClause = Readonly<{
  /** False where the shop has switched it off. */
  offered: boolean;
  /** Where a line may stand. */
  phases: readonly Phase[];
  /** Codes of the reason catalogue. */
  reasons: readonly string[];
  /** Its deadlines, for goods that have not left the shop and for all others, with what happens by itself at their end. */
  timers: Readonly<Partial<Record<'unshipped' | 'shipped', readonly TimerView[]>>>;
}>;

export type ReasonClause = Readonly<{
  window: 'noReason' | 'quality';
  responsibility: Responsibility;
  evidenceRequired: boolean;
  /** Who pays the way back, after the shipping insurance. */
  returnFreightBearer: FreightBearer;
}>;

/**
 * The whole terms of one category, as anybody may read and check them: every denial names a place in it. What can differ from
 * shop to shop and is kept with an order is `Policy`; the rest is the platform's for all.
 */
export type PolicyDocument = Policy &
  Readonly<{
    kinds: Readonly<Record<GoodsKind, readonly BuyerType[]>>;
    types: Readonly<Record<BuyerType, TypeClause>>;
    reasons: Readonly<Record<string, ReasonClause>>;
    units: Readonly<{ eachOnce: true; giftWithLastUnit: true }>;
    exchange: Readonly<{ sameItem: true; otherVariants: readonly string[]; equalPrice: boolean; inStock: true }>;
    priceProtection: Readonly<{ lowerPublicPrice: true; sameItem: true }>;
    freight: Readonly<{
      insuranceFirst: true;
      outwardBack: readonly ('nothing_shipped' | 'merchant_fault_all_back')[];
    }>;
    caps: Readonly<{
      amount: 'what_remains';
      applicationsPerLine: number;
      offersPerTicket: number;
      evidencePerRequest: number;
    }>;
    /** The deadlines of a return, which has the most of them. */
    timers: readonly TimerView[];
  }>;

/** The document of a policy. */
export const policyDocument = (policy: Policy): PolicyDocument => ({
  ...policy,
  flags: { ...policy.flags, serialNumberFor: policy.flags.serialNumberFor ?? [] },
  kinds: { physical: buyerTypes, service: ['refund_only'], virtual: [] },
  types: entriesOf(buyerTypes, (type) => typeClause(type, policy)),
  reasons: Object.fromEntries(reasons.map((reason) => [reason.code, reasonClause(reason, policy)])),
  units: { eachOnce: true, giftWithLastUnit: true },
  exchange: {
    sameItem: true,
    otherVariants: SIZED.has(policy.category) ? [...VARYING] : [],
    equalPrice: policy.flags.exchangePriceDifference !== true,
    inStock: true,
  },
  priceProtection: { lowerPublicPrice: true, sameItem: true },
  freight: { insuranceFirst: true, outwardBack: ['nothing_shipped', 'merchant_fault_all_back'] },
  caps: {
    amount: 'what_remains',
    applicationsPerLine: MAX_APPLICATIONS,
    offersPerTicket: MAX_OFFERS,
    evidencePerRequest: MAX_EVIDENCE,
  },
  timers: timersFor('return_refund', 'received'),
});

const SENT = ['shipped', 'received'] as const satisfies readonly Phase[];

const typeClause = (type: BuyerType, { disabledTypes }: Policy): TypeClause => {
  const anywhere = type === 'refund_only' || type === 'price_protection';
  return {
    offered: !disabledTypes.some((disabled) => disabled === type),
    phases: anywhere ? ['unshipped', ...SENT] : SENT,
    reasons: reasons.filter(({ types }) => types.includes(type)).map(({ code }) => code),
    timers: {
      ...(anywhere && { unshipped: timersFor(type, 'unshipped') }),
      shipped: timersFor(type, 'shipped'),
    },
  };
};

const reasonClause = (reason: Reason, policy: Policy): ReasonClause => ({
  window: reason.window === 'no_reason' ? 'noReason' : 'quality',
  responsibility: reason.responsibility,
  evidenceRequired: reason.evidenceRequired,
  returnFreightBearer: freightBearerOf('return_refund', reason, [policy]) ?? 'buyer',
});

const entriesOf = <Key extends string, Value>(
  keys: readonly Key[],
  valueOf: (key: Key) => Value,
): Readonly<Record<Key, Value>> =>
  Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Readonly<Record<Key, Value>>;
