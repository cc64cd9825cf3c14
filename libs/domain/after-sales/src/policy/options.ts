import { amountOf, type Amount, type FreightBearer } from '@amends/contracts';
import { isRefusal, millis, type Instant, type Minor } from '@amends/kernel';
import { freightOf } from '../case/money';
import { buyerTypes, type Application, type BuyerType, type JudgeContext, type Judgement } from './application';
import { denials, type Denial } from './denial';
import { judgeStanding, takingOf, type KnownCase } from './judge';
import { reasonsFor, type Label, type Reason } from './reasons';
import type { LineStanding, OrderStanding } from './standing';
import { standingOf } from './standing-of-case';
import { timersFor, type TimerView } from './timers';

export type ReasonOption = Readonly<{
  code: string;
  label: Label;
  responsibility: string;
  evidenceRequired: boolean;
  windowEndsAt: Instant | null;
}>;

export type FastRefundAnswer = Readonly<{ eligible: boolean; because: readonly string[] }>;

export type Option =
  | Readonly<{
      type: BuyerType;
      allowed: true;
      windowEndsAt: Instant | null;
      reasons: readonly ReasonOption[];
      maxQuantity: number;
      /** For all of `maxQuantity` and the first reason: what the application would show as requested. */
      maxRefund: Amount;
      returnFreight: Readonly<{ bearer: FreightBearer; insured: boolean; insuredUpTo: Minor }> | null;
      fastRefund: FastRefundAnswer;
      timers: readonly TimerView[];
      policyVersion: string;
    }>
  | Readonly<{ type: BuyerType; allowed: false; denial: Denial }>;

export type LineOptions = Readonly<{ lineNumber: number; options: readonly Option[] }>;

/** What the options need beside the case itself. */
export type OptionsContext = JudgeContext &
  Readonly<{
    /** Cover of the order's shipping insurance in minor units; null where there is none. */
    cover: Readonly<{ pickup: Minor }> | null;
    /** Whether this cash would be paid at the scan. */
    fastRefundOf: (cash: Minor) => FastRefundAnswer;
  }>;

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
      options: buyerTypes.map((type) => optionOf(type, line, standing, context, freightWith)),
    }));
};

/** Freight that an application would show as requested beside what its units are worth. */
type Freight = (application: Application, judgement: Judgement) => Minor;
type Tried = Readonly<{ reason: Reason; judgement: Judgement }>;

const optionOf = (
  type: BuyerType,
  line: LineStanding,
  order: OrderStanding,
  context: OptionsContext,
  freightWith: Freight,
): Option => {
  const answers = reasonsFor(type).map((reason) => ({
    reason,
    judgement: judgeStanding(application(type, reason, line.lineNumber, 1), order, context),
  }));
  const open = answers.filter((answer): answer is Tried => !isRefusal(answer.judgement));
  const [first] = open;
  if (first === undefined) {
    const refusal = answers.map(({ judgement }) => judgement).find((judgement) => isRefusal(judgement));
    return { type, allowed: false, denial: denials[refusal?.refused ?? 'type_disabled_by_policy'] };
  }

  const largest = largestApplication(type, first, line, order, context);
  const { amounts, phase, policyVersion, returnFreightBearer } = largest.judgement;
  const shippingFee = freightWith(largest.application, largest.judgement);
  const maxRefund = amountOf({ lines: amounts, shippingFee });
  const insured = type === 'return_refund' && context.cover !== null;
  return {
    type,
    allowed: true,
    windowEndsAt: latest(open.map(({ judgement }) => judgement.windowEndsAt)),
    reasons: open.map(({ reason, judgement }) => reasonOption(reason, judgement)),
    maxQuantity: largest.quantity,
    maxRefund,
    returnFreight: returnFreightBearer && {
      bearer: returnFreightBearer,
      insured,
      insuredUpTo: insured ? (context.cover?.pickup ?? 0) : 0,
    },
    fastRefund:
      type === 'return_refund'
        ? context.fastRefundOf(maxRefund.cash)
        : { eligible: false, because: ['type_not_covered'] },
    timers: timersFor(type, phase),
    policyVersion,
  };
};

/** As many units as may be asked for at once: the judge's own word on it, from the most down. */
const largestApplication = (
  type: BuyerType,
  one: Tried,
  line: LineStanding,
  order: OrderStanding,
  context: OptionsContext,
): Readonly<{ quantity: number; application: Application; judgement: Judgement }> => {
  for (let quantity = takingOf(type, null, line).pool.free; quantity > 1; quantity -= 1) {
    const asked = application(type, one.reason, line.lineNumber, quantity);
    const judgement = judgeStanding(asked, order, context);
    if (!isRefusal(judgement)) return { quantity, application: asked, judgement };
  }
  return {
    quantity: 1,
    application: application(type, one.reason, line.lineNumber, 1),
    judgement: one.judgement,
  };
};

/** Asked as a buyer would who has the pictures at hand. */
const application = (type: BuyerType, reason: Reason, lineNumber: number, quantity: number): Application => ({
  type,
  reason: reason.code,
  lines: [{ lineNumber, quantity }],
  requestedAmount: null,
  component: 'cash',
  goodsReceived: null,
  targetSku: null,
  evidenceIds: ['shown'],
  initiator: 'buyer',
});

const reasonOption = (reason: Reason, { windowEndsAt }: Judgement): ReasonOption => ({
  code: reason.code,
  label: reason.label,
  responsibility: reason.responsibility,
  evidenceRequired: reason.evidenceRequired,
  windowEndsAt,
});

const latest = (ends: readonly (Instant | null)[]): Instant | null =>
  ends.reduce((last, end) => (last === null || end === null ? null : millis(end) > millis(last) ? end : last));
