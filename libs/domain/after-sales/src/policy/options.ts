import { amountOf, type Amount } from '@amends/contracts';
import { isRefusal, millis, type Instant, type Minor } from '@amends/kernel';
import type { OrderReplica } from '../case/case';
import { freightOf } from '../case/money';
import { isTalkedOf } from './negotiate-first';
import { buyerTypes, type Application, type BuyerType, type Judgement } from './application';
import { approvedAtOnceBy } from './auto-approval';
import { denials, type Denied, type GroundedDenial } from './denial';
import { exchangeTargets } from './exchange-targets';
import { fastExchangeOf } from './fast-exchange';
import { judgeStanding, takingOf, type KnownCase } from './judge';
import type { FastRefundOption, LineOptions, Option, OptionsContext, ReasonOption } from './option';
import { PLATFORM_POLICY_VERSION } from './policy';
import { policyFor } from './policy-in-force';
import { needsSerialNumber } from './rules';
import { reasonsFor, type Reason } from './reasons';
import type { LineStanding, OrderStanding } from './standing';
import { standingOf } from './standing-of-case';
import { timersFor } from './timers';

/**
 * What can be done with each line, and on what terms: every answer is what `judge` says of the application itself
 * (api.md 3). Texts come in both languages; the edge chooses one.
 */
export const optionsOf = (
  { order, tickets }: KnownCase,
  context: OptionsContext,
  lineNumber?: number,
): readonly LineOptions[] => {
  const standing = standingOf(order, tickets);
  const freightWith: Freight = ({ type }, { phase, responsibility, amounts }) =>
    freightOf(order, tickets, { id: 'not yet', type, phase, responsibility, lines: amounts });
  return standing.lines
    .filter((line) => lineNumber === undefined || line.lineNumber === lineNumber)
    .map((line) => ({
      lineNumber: line.lineNumber,
      options: buyerTypes.map((type) => optionOf(type, { order, line, standing, context, freightWith })),
    }));
};

/** Freight that an application would show as requested beside what its units are worth. */
type Freight = (application: Application, judgement: Judgement) => Minor;

/** A line in its order, and everything it is judged by. */
type Place = Readonly<{
  order: OrderReplica;
  line: LineStanding;
  standing: OrderStanding;
  context: OptionsContext;
  freightWith: Freight;
}>;

const optionOf = (type: BuyerType, place: Place): Option => {
  const { context, order, line } = place;
  const answers = answersOf(type, place);
  const deniedReasons = answers.flatMap(({ reason, answer }) =>
    isRefusal(answer) ? [{ code: reason.code, denial: answer.refused, rule: answer.detail.denial.rule }] : [],
  );
  const open = answers.flatMap(({ reason, answer }) => (isRefusal(answer) ? [] : [{ reason, terms: answer }]));
  const [first] = open;
  if (first === undefined) return { type, allowed: false, denial: denialOf(answers), deniedReasons };

  const reasons = open.map(({ reason, terms }) => reasonOption(type, reason, terms, place));
  const { maxQuantity, maxRefund, judgement } = first.terms;
  const { phase, policyVersion, returnFreightBearer } = judgement;
  const insured = type === 'return_refund' && context.cover !== null;
  return {
    type,
    allowed: true,
    windowEndsAt: latest(reasons.map(({ windowEndsAt }) => windowEndsAt)),
    reasons,
    deniedReasons,
    maxQuantity,
    maxRefund,
    returnFreight: returnFreightBearer && {
      bearer: returnFreightBearer,
      insured,
      insuredUpTo: insured ? (context.cover?.pickup ?? 0) : 0,
    },
    fastRefund: fastRefundOption(type, maxRefund, place),
    ...(type === 'exchange' && exchangeOptionOf(first, place)),
    timers: timersFor(type, phase),
    negotiateFirst: isTalkedOf([line.category], order.promised),
    ...(type === 'repair' && { serialNumberRequired: needsSerialNumber(policyFor(line.category, context, order)) }),
    policyVersion,
  };
};

const fastRefundOption = (
  type: BuyerType,
  { cash, shippingFee }: Amount,
  { line: { category }, context }: Place,
): FastRefundOption => {
  if (type !== 'return_refund') return { eligible: false, because: ['type_not_covered'], certainty: 'certain' };
  const asked = { amount: cash + shippingFee, goods: [{ category, cash }] };
  return { ...context.fastRefundOf(asked), certainty: 'expected' };
};

const exchangeOptionOf = (
  { reason, terms: { minQuantity, judgement } }: Readonly<{ reason: Reason; terms: Terms }>,
  { line, standing, context }: Place,
) => ({
  fastExchange: fastExchangeOf(judgement, context.goodsAheadOf),
  targets: exchangeTargets(line, standing, context, (targetSku) => ({
    ...application('exchange', reason, line.lineNumber, minQuantity),
    targetSku,
  })),
});

/** How many units may be asked for at once, and the judgement of an application for the most of them. */
type Terms = Readonly<{ minQuantity: number; maxQuantity: number; maxRefund: Amount; judgement: Judgement }>;
type Answer = Readonly<{ reason: Reason; answer: Terms | Denied }>;

/** Where no reason is accepted, the first that fits says why. */
const denialOf = (answers: readonly Answer[]): GroundedDenial =>
  answers.flatMap(({ answer }) => (isRefusal(answer) ? [answer.detail.denial] : [])).at(0) ?? NOT_OFFERED;

/** Of a type that no reason fits. */
const NOT_OFFERED: GroundedDenial = {
  ...denials.type_disabled_by_policy,
  policyVersion: PLATFORM_POLICY_VERSION,
  rule: '/disabledTypes',
};

/** Reasons that the judge cannot tell apart are asked about once. */
const answersOf = (type: BuyerType, place: Place): readonly Answer[] => {
  const known = new Map<string, Answer['answer']>();
  return reasonsFor(type).map((reason) => {
    const alike = `${reason.window} ${reason.responsibility}`;
    const answer = known.get(alike) ?? termsOf(type, reason, place);
    known.set(alike, answer);
    return { reason, answer };
  });
};

/**
 * The judge's own word on how many units: more than so many is always too many, and fewer than so few worth nothing.
 * Found by halving, so that a line of a million units costs no more than twenty questions.
 */
const termsOf = (type: BuyerType, reason: Reason, place: Place): Terms | Denied => {
  const { line, standing, context, freightWith } = place;
  const ask = (quantity: number): Judgement | Denied =>
    judgeStanding(application(type, reason, line.lineNumber, quantity), standing, context);
  const all = Math.max(1, takingOf(type, null, line).pool.free);
  const accepted = (quantity: number): boolean => !isRefusal(ask(quantity));
  const fits = (quantity: number): boolean => {
    const answer = ask(quantity);
    return !isRefusal(answer) || answer.refused === 'amount_exceeds_refundable';
  };

  const maxQuantity = fits(all) ? all : lastOf(all - 1, fits);
  const judgement = ask(Math.max(1, maxQuantity));
  if (isRefusal(judgement)) return judgement;
  const minQuantity = accepted(1) ? 1 : maxQuantity - lastOf(maxQuantity - 1, (fewer) => accepted(maxQuantity - fewer));
  const shippingFee = freightWith(application(type, reason, line.lineNumber, maxQuantity), judgement);
  return { minQuantity, maxQuantity, maxRefund: amountOf({ lines: judgement.amounts, shippingFee }), judgement };
};

/** The greatest number up to `most` that holds, where all below it hold as well; 0 if none does. */
const lastOf = (most: number, holds: (number: number) => boolean): number => {
  let [holding, failing] = [0, most + 1];
  while (failing - holding > 1) {
    const middle = Math.floor((holding + failing) / 2);
    if (holds(middle)) holding = middle;
    else failing = middle;
  }
  return holding;
};

/** Asked as a buyer would who has the pictures and the goods at hand. */
const application = (type: BuyerType, reason: Reason, lineNumber: number, quantity: number): Application => ({
  type,
  reason: reason.code,
  lines: [{ lineNumber, quantity }],
  requestedAmount: null,
  component: 'cash',
  goodsReceived: null,
  targetSku: null,
  evidenceIds: ['shown'],
  serialNumber: 'read',
  initiator: 'buyer',
});

const reasonOption = (
  type: BuyerType,
  reason: Reason,
  { minQuantity, maxQuantity, maxRefund, judgement }: Terms,
  { order, line, context }: Place,
): ReasonOption => ({
  code: reason.code,
  label: reason.label,
  responsibility: reason.responsibility,
  evidenceRequired: reason.evidenceRequired,
  windowEndsAt: judgement.windowEndsAt,
  minQuantity,
  maxQuantity,
  maxRefund,
  returnFreightBearer: judgement.returnFreightBearer,
  withheld: judgement.withheld,
  approvedAtOnce:
    type === 'price_protection' ||
    approvedAtOnceBy(application(type, reason, line.lineNumber, maxQuantity), judgement, { order }, context) !== null,
});

const latest = (ends: readonly (Instant | null)[]): Instant | null =>
  ends.reduce((last, end) => (last === null || end === null ? null : millis(end) > millis(last) ? end : last));
