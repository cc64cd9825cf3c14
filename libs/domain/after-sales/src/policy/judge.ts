import type { AfterSaleType, FreightBearer } from '@amends/contracts';
import { isRefusal, millis, type Instant } from '@amends/kernel';
import type { OrderReplica } from '../case/case';
import type { Ticket } from '../case/ticket';
import { moneyAsked, type AskedMoney } from './amounts';
import type { Application, AskedLine, Hearing, JudgeContext, Judgement, StockBySku } from './application';
import { deny, grounded, type DenialCode, type Denied, type Ground } from './denial';
import { freightBearerOf } from './freight-bearer';
import { ruleOf } from './ground';
import { isOneWay, pricedUnitsOf } from './price-difference';
import { policyFor } from './policy-in-force';
import { reasonOf, type Reason } from './reasons';
import { rulesFor } from './rules';
import { anyTaking, refundOnlyTaking, sentTaking } from './standing';
import type { LineStanding, OrderStanding, Taking } from './standing';
import { standingOf } from './standing-of-case';
import { lastEnd, receiptsAskedFor, unitWindows } from './windows-of-lines';

export type { Application, JudgeContext, Judgement } from './application';

/** An order that is known, and the tickets on it. */
export type KnownCase = Readonly<{ order: OrderReplica; tickets: readonly Ticket[] }>;

/**
 * Whether an application may be made, and on what terms. Pure, and the same for applying, for changing an application and
 * for the options shown before (api.md 3: a true dry run). Answers the first refusal of rulings.md 1.1 that applies.
 * `changing`: the ticket that is being changed; it holds nothing meanwhile. Lines the order does not have and codes the
 * catalogue does not know are the edge's to refuse.
 */
export const judge = (
  application: Application,
  { order, tickets }: KnownCase,
  context: JudgeContext,
  changing?: Ticket,
): Judgement | Denied => judgeStanding(application, standingOf(order, tickets, changing), context, changing?.id);

/** As `judge`, on an order whose standing is known already. */
export const judgeStanding = (
  application: Application,
  order: OrderStanding,
  context: JudgeContext,
  changing?: string,
): Judgement | Denied => {
  const reason = reasonOf(application.reason);
  if (reason === undefined) return onUnknownReason(application, order, context);

  const hearing = { ...hear(application, reason, order, context), ...(changing !== undefined && { changing }) };
  for (const rule of rulesFor(application.type)) {
    const denied = rule(hearing);
    if (denied !== undefined) return grounded(denied, groundOf(denied.refused, hearing, context));
  }
  const money = moneyAsked(hearing);
  if (isRefusal(money)) return grounded(money, groundOf(money.refused, hearing, context));
  const terms = termsOf(hearing, context);
  return isOneWay(terms.pricedUnits)
    ? { ...terms, ...money }
    : grounded(deny('exchange_not_allowed'), groundOf('exchange_not_allowed', hearing, context));
};

/** The catalogue does not know it: no type has it among its reasons. */
const onUnknownReason = ({ type }: Application, order: OrderStanding, context: JudgeContext): Denied => {
  const { version: policyVersion } = policyFor(order.lines[0]?.category ?? 'default', context, order);
  return grounded(deny('reason_not_allowed'), { policyVersion, rule: `/types/${type}/reasons` });
};

/** The first line that a denial can be about says under which policy and clause. */
const groundOf = (code: DenialCode, hearing: Hearing, context: JudgeContext): Ground => {
  const { application, reason, asked, order } = hearing;
  const about = code === 'goods_not_supported' ? asked.find(({ line }) => line.kind !== 'physical') : asked[0];
  const policy = about?.policy ?? policyFor('default', context, order);
  const kind = about?.line.kind ?? 'physical';
  return { policyVersion: policy.version, rule: ruleOf(code, { type: application.type, reason, kind, policy }) };
};

/** The units of a line that an application of this type would take. */
export const takingOf = (type: AfterSaleType, goodsReceived: boolean | null, line: LineStanding): Taking => {
  switch (type) {
    case 'refund_only':
      return refundOnlyTaking(line, goodsReceived ?? false);
    case 'return_refund':
    case 'exchange':
    case 'reissue':
    case 'repair':
      return sentTaking(line);
    case 'price_protection':
    case 'compensation':
      return anyTaking(line);
  }
};

const NOTHING_COUNTED: StockBySku = new Map();

const hear = (application: Application, reason: Reason, order: OrderStanding, context: JudgeContext): Hearing => {
  const { at, shelf, stock = NOTHING_COUNTED } = context;
  const everyLine = application.type === 'compensation' && application.lines.length === 0;
  const wanted = everyLine ? order.lines.map((line) => ({ ...line, quantity: 0 })) : application.lines;
  const asked = wanted.flatMap(({ lineNumber, quantity }) => {
    const line = order.lines.find((each) => each.lineNumber === lineNumber);
    if (line === undefined) return [];
    const policy = policyFor(line.category, context, order);
    return [{ line, quantity, taking: takingOf(application.type, application.goodsReceived, line), policy }];
  });
  return { application, reason, asked, order, at, shelf, stock };
};

const termsOf = (hearing: Hearing, context: JudgeContext): Omit<Judgement, keyof AskedMoney> => {
  const { application, reason, asked, order } = hearing;
  const [first] = asked;
  const phase = first?.taking.phase ?? 'shipped';
  const policy = first?.policy ?? policyFor('default', context, order);
  const receipts = application.type === 'compensation' ? [] : asked.flatMap((each) => receiptsOfLine(hearing, each));
  return {
    phase,
    goodsReceived: application.goodsReceived ?? phase === 'received',
    responsibility: reason.responsibility,
    returnFreightBearer: returnFreightBearer(hearing),
    windowEndsAt: earliestEnd(hearing),
    receipts,
    pricedUnits: pricedUnitsOf(hearing, receipts),
    policyVersion: policy.version,
    fastExchange: application.type === 'exchange' && asked.every((each) => each.policy.fastExchange),
  };
};

const returnFreightBearer = ({ application: { type }, reason, asked }: Hearing): FreightBearer | null =>
  freightBearerOf(
    type,
    reason,
    asked.map(({ policy }) => policy),
  );

const receiptsOfLine = (hearing: Hearing, asked: AskedLine): Judgement['receipts'] =>
  receiptsAskedFor(unitWindows(hearing, asked, 'free'), asked.quantity, hearing.at).map((receipt) => ({
    lineNumber: asked.line.lineNumber,
    ...receipt,
  }));

const earliestEnd = (hearing: Hearing): Instant | null => {
  if (hearing.application.type === 'compensation') return null;
  const ends = hearing.asked.map((each: AskedLine) => lastEnd(unitWindows(hearing, each)));
  return ends.reduce<Instant | null>((first, end) => {
    if (first === null || end === null) return first ?? end;
    return millis(end) < millis(first) ? end : first;
  }, null);
};
