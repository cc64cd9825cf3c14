import type { AfterSaleType } from '@amends/contracts';
import { remembered, type Instant, type Refusal } from '@amends/kernel';
import { buyerTypes, type AskedLine, type Hearing } from './application';
import { MAX_APPLICATIONS } from './caps';
import { deny, type DenialCode } from './denial';
import { exchangeFits } from './exchange';
import type { Policy } from './policy';
import { comparisonOf, isSameItem, unitsProtected } from './price-protection';
import { reasonOf } from './reasons';
import { sentTaking, type LineStanding, type OrderStanding } from './standing';
import { isOpenAt, windowEnd } from './windows';
import { lastEnd, unitsInWindow, unitWindows } from './windows-of-lines';

/** Types whose life cycle exists; the others are refused, here and in the options alike. */
const OFFERED: ReadonlySet<AfterSaleType> = new Set([
  'refund_only',
  'return_refund',
  'exchange',
  'reissue',
  'repair',
  'price_protection',
  'compensation',
]);

type Rule = (hearing: Hearing) => Refusal<DenialCode> | undefined;

/** The types that the state of a line allows, whatever policy says (states.md 1, and the rows U1, S1, R1, I1 and P1 by which they begin; price protection inside its window). */
export const typesAllowedIn = (
  line: LineStanding,
  order: OrderStanding,
  policy: Policy,
  at: Instant,
): readonly AfterSaleType[] =>
  remember(line, policy, `${at} ${order.paidAt}`, () =>
    buyerTypes.filter((type) => {
      if (line.closed) return false;
      if (type === 'refund_only') return true;
      return type === 'price_protection' ? isProtected(line, order, policy, at) : line.shipped > 0;
    }),
  );

const remember = remembered<LineStanding, Policy, readonly AfterSaleType[]>();

const isProtected = (line: LineStanding, { paidAt }: OrderStanding, policy: Policy, at: Instant): boolean => {
  const reason = reasonOf('price_drop');
  const start = { paidAt, receivedAt: null, warrantyMonths: line.warrantyMonths };
  return reason !== undefined && isOpenAt(windowEnd('price_protection', reason, policy, start), at);
};

const goodsSupported: Rule = ({ application: { type, initiator }, asked }) => {
  if (initiator !== 'buyer') return undefined;
  const unsupported = asked.some(
    ({ line: { kind } }) => kind === 'virtual' || (kind === 'service' && type !== 'refund_only'),
  );
  return unsupported ? deny('goods_not_supported') : undefined;
};

const stateAllows: Rule = ({ application: { type }, asked, order, at }) => {
  const allowed = buyerTypes.filter((each) =>
    asked.every(({ line, policy }) => typesAllowedIn(line, order, policy, at).includes(each)),
  );
  // Price protection stands on no phase, and after its window it is the window that says no.
  if (type === 'price_protection')
    return asked.some(({ line }) => line.closed)
      ? deny('type_not_allowed_in_order_state', { allowedTypes: allowed })
      : undefined;
  const mixed = asked.some(({ taking }) => taking.phase !== asked[0]?.taking.phase);
  return !mixed && allowed.some((each) => each === type)
    ? undefined
    : deny('type_not_allowed_in_order_state', { allowedTypes: allowed.filter((each) => each !== type) });
};

const policyOffers: Rule = ({ application: { type }, asked }) => {
  const switchedOff = asked.some(({ policy }) => policy.disabledTypes.some((disabled) => disabled === type));
  return OFFERED.has(type) && !switchedOff ? undefined : deny('type_disabled_by_policy');
};

const reasonFits: Rule = ({ application: { type }, reason }) =>
  reason.types.includes(type) ? undefined : deny('reason_not_allowed');

const belowLimit: Rule = ({ asked }) =>
  asked.some(({ line }) => line.applications >= MAX_APPLICATIONS) ? deny('reapply_limit') : undefined;

/** At least one unit of each line is still in its window. */
const windowOpen: Rule = (hearing) => {
  const { asked, at } = hearing;
  const ends = asked.map((each) => lastEnd(unitWindows(hearing, each)));
  const ended = ends.find((end) => !isOpenAt(end, at));
  return ended ? deny('window_closed', { windowEndedAt: ended }) : undefined;
};

const enoughLeft: Rule = ({ asked }) =>
  asked.some(({ quantity, taking }) => quantity > taking.pool.left) ? deny('quantity_exceeds_available') : undefined;

/** There are enough units, but some of them came too long ago (rulings.md 4.5). */
const enoughInWindow: Rule = (hearing) => {
  const { asked, at } = hearing;
  const windows = asked.map((each) => ({ quantity: each.quantity, units: unitWindows(hearing, each) }));
  const short = windows.find(({ quantity, units }) => quantity > unitsInWindow(units, at));
  const ended = short?.units.find(({ end }) => !isOpenAt(end, at))?.end;
  return ended ? deny('window_closed', { windowEndedAt: ended }) : undefined;
};

/** Those that are free may be the ones whose window is over: then it is the others that are asked for. */
const noneInOpenTicket: Rule = (hearing) =>
  hearing.asked.some(
    (each) =>
      each.quantity > each.taking.pool.free ||
      each.quantity > unitsInWindow(unitWindows(hearing, each, 'free'), hearing.at),
  )
    ? deny('units_in_open_ticket')
    : undefined;

/** Whoever returns the last unit returns its gift, if both stand in the same phase (rulings.md 1.11). */
const giftComesAlong: Rule = ({ application: { type }, asked, order }) => {
  if (type !== 'return_refund') return undefined;
  const forgotten = asked
    .filter(takesTheLastUnit)
    .flatMap(({ line, taking }) =>
      order.lines.filter((gift) => gift.giftOf === line.lineNumber && sentTaking(gift).phase === taking.phase),
    )
    .some((gift) => gift.sent.free > quantityOf(gift.lineNumber, asked));
  return forgotten ? deny('gift_not_included') : undefined;
};

const takesTheLastUnit = ({ line, quantity }: AskedLine): boolean => line.unshipped.free + line.sent.free === quantity;

const quantityOf = (lineNumber: number, asked: readonly AskedLine[]): number =>
  asked.find(({ line }) => line.lineNumber === lineNumber)?.quantity ?? 0;

const evidenceShown: Rule = ({ application: { evidenceIds }, reason }) =>
  reason.evidenceRequired && evidenceIds.length === 0 ? deny('evidence_required') : undefined;

/** Where the shop repairs nothing it cannot tell apart (P1). */
const serialNumberSaid: Rule = ({ application: { type, serialNumber }, asked }) =>
  type === 'repair' && !serialNumber && asked.some(({ policy }) => needsSerialNumber(policy))
    ? deny('serial_number_required')
    : undefined;

/** Whether goods under this policy are repaired only with their serial number. */
export const needsSerialNumber = ({ category, flags }: Policy): boolean =>
  flags.serialNumberFor?.includes(category) === true;

/** Whatever the quantity asked, all units are meant; more than were ever bought are none (rulings.md 5.7). */
const wereBought: Rule = ({ asked }) =>
  asked.some(({ quantity, line }) => quantity > line.quantity) ? deny('quantity_exceeds_available') : undefined;

const someToProtect: Rule = ({ asked }) =>
  asked.some(({ line }) => unitsProtected(line) === 0) ? deny('units_in_open_ticket') : undefined;

/** What is not cheaper, or not announced, is denied without a ticket (V3). */
const priceFell: Rule = (hearing) =>
  hearing.asked.every((asked) => (comparisonOf(asked, hearing)?.protectedLine.difference ?? 0) > 0)
    ? undefined
    : deny('price_not_lower');

const sameItem: Rule = (hearing) =>
  hearing.asked.some((asked) => {
    const comparison = comparisonOf(asked, hearing);
    return comparison !== null && !isSameItem(asked.line, comparison.announcement);
  })
    ? deny('not_same_item')
    : undefined;

/** For whatever takes units, in the order of rulings.md 1.1; the amount is judged after them. */
const rulesOfUnits: readonly Rule[] = [
  goodsSupported,
  stateAllows,
  policyOffers,
  reasonFits,
  belowLimit,
  windowOpen,
  enoughLeft,
  enoughInWindow,
  noneInOpenTicket,
  giftComesAlong,
  exchangeFits,
  serialNumberSaid,
  evidenceShown,
];

/** Goodwill takes no unit: it has no window, no limit, and its lines may stand anywhere (rulings.md 1.6, 1.9). */
const rulesOfGoodwill: readonly Rule[] = [reasonFits, evidenceShown];

/** A fallen price is paid back for all units, and takes none (states.md V1, rulings.md 5.7). */
const rulesOfPriceProtection: readonly Rule[] = [
  goodsSupported,
  stateAllows,
  policyOffers,
  reasonFits,
  belowLimit,
  windowOpen,
  wereBought,
  someToProtect,
  priceFell,
  sameItem,
  evidenceShown,
];

/** What an application of a type is judged by, in order. */
export const rulesFor = (type: AfterSaleType): readonly Rule[] => {
  switch (type) {
    case 'compensation':
      return rulesOfGoodwill;
    case 'price_protection':
      return rulesOfPriceProtection;
    case 'refund_only':
    case 'return_refund':
    case 'exchange':
    case 'reissue':
    case 'repair':
      return rulesOfUnits;
  }
};
