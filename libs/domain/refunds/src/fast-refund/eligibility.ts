import type { AfterSaleType, CategoryLimit, FastRefundRefusal, FastRefundSettings } from '@amends/contracts';
import { total, type Minor } from '@amends/kernel';

/** What is known of the buyer. `exposure`: open advances and eligible money not advanced yet, minor units. */
export type CreditStanding = Readonly<{ score: number; exposure: Minor; openRecovery: boolean; writtenOff: boolean }>;

export type EligibilityInput = Readonly<{
  settings: FastRefundSettings;
  buyerId: string;
  credit: CreditStanding;
  type: AfterSaleType;
  /** Cash and freight that would be advanced, minor units. */
  amount: Minor;
  /** Left out where only the standing of the buyer is asked for: then the caps are not looked at. */
  promised?: Promised;
}>;
/** What the caps are measured by. The days are those of Asia/Shanghai. */
export type Promised = Readonly<{
  /** Promised to the buyer today, and to all buyers, before this ticket; minor units. */
  buyerToday: Minor;
  allToday: Minor;
  /** The goods of the ticket with their cash; the category is undefined where it was not heard of. */
  goods: readonly Readonly<{ category: string | undefined; cash: Minor }>[];
}>;
export type Eligibility = Readonly<{ eligible: boolean; because: readonly FastRefundRefusal[] }>;

/** A buyer nobody has set a score for, who owes nothing. */
export const UNKNOWN_BUYER: CreditStanding = { score: 600, exposure: 0, openRecovery: false, writtenOff: false };

/** Fast refund as it starts in demo mode (api.md 9); in production it is off until a supervisor turns it on. */
export const DEMO_SETTINGS: FastRefundSettings = {
  enabled: true,
  rolloutPercent: 100,
  minScore: 700,
  exposureLimit: 50_000,
  amountLimit: 50_000,
  shadow: false,
};
export const PRODUCTION_SETTINGS: FastRefundSettings = { ...DEMO_SETTINGS, enabled: false };

/** Only goods that come back can be paid for at the scan. */
const COVERED: ReadonlySet<AfterSaleType> = new Set(['return_refund']);

/** Whether the money would be advanced at the scan, and every reason why not, in the order of rulings.md 6.1. */
export const eligibility = (input: EligibilityInput): Eligibility => {
  const { settings, buyerId, credit, type, amount, promised = NOTHING_PROMISED } = input;
  const hurdles: readonly (readonly [FastRefundRefusal, boolean])[] = [
    ['disabled', !settings.enabled],
    ['rollout', rolloutBucket(buyerId) >= settings.rolloutPercent],
    ['score_too_low', credit.score < settings.minScore],
    ['amount_limit', amount > settings.amountLimit],
    ['exposure_limit', credit.exposure + amount > settings.exposureLimit],
    ['open_recovery', credit.openRecovery],
    ['written_off', credit.writtenOff],
    ['type_not_covered', !COVERED.has(type)],
    ['buyer_daily_limit', promised.buyerToday + amount > (settings.buyerDailyLimit ?? Infinity)],
    ['category_limit', (settings.categoryLimits ?? []).some((limit) => isExceeded(limit, promised))],
    ['daily_limit', promised.allToday + amount > (settings.dailyLimit ?? Infinity)],
  ];
  const because = hurdles.filter(([, stands]) => stands).map(([code]) => code);
  return { eligible: because.length === 0, because };
};

const NOTHING_PROMISED: Promised = { buyerToday: 0, allToday: 0, goods: [] };

/** Goods whose category is not known count in each. */
const isExceeded = ({ category, amountLimit }: CategoryLimit, { goods }: Promised): boolean =>
  total(goods.filter((each) => (each.category ?? category) === category).map(({ cash }) => cash)) > amountLimit;

/**
 * Whether goods of this worth may go ahead of those that they replace (states.md X9), and every reason why not: by the rules
 * of money, but that a shadow sends nothing either.
 */
export const goodsAhead = (of: Omit<EligibilityInput, 'type'>): Eligibility => {
  const { because } = eligibility({ ...of, type: 'return_refund' });
  const all = onTrial(of.settings, because);
  return { eligible: all.length === 0, because: all };
};

/** What is on trial is off for whoever waits for it. */
export const onTrial = (
  { enabled, shadow }: FastRefundSettings,
  because: readonly FastRefundRefusal[],
): readonly FastRefundRefusal[] => (enabled && shadow ? ['disabled', ...because] : because);

/** The most that goods of one ticket may be worth to go ahead, minor units; 0 where none may. */
export const advanceLimit = (of: Omit<EligibilityInput, 'type' | 'amount'>): Minor => {
  const { settings, credit } = of;
  if (!goodsAhead({ ...of, amount: 0 }).eligible) return 0;
  return Math.max(0, Math.min(settings.amountLimit, settings.exposureLimit - credit.exposure));
};

/** What is looked at again at the scan: the switch, the buyer's bar and open recoveries, nothing else (rulings.md 6.1). */
export const hurdlesAtScan = (settings: FastRefundSettings, credit: CreditStanding): readonly FastRefundRefusal[] => {
  const hurdles: readonly (readonly [FastRefundRefusal, boolean])[] = [
    ['disabled', !settings.enabled],
    ['open_recovery', credit.openRecovery],
    ['written_off', credit.writtenOff],
  ];
  return hurdles.filter(([, stands]) => stands).map(([code]) => code);
};

/** Which hundredth of all buyers one belongs to, 0 to 99: always the same one (FNV-1a over the id's UTF-16 units). */
export const rolloutBucket = (buyerId: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < buyerId.length; i++) hash = Math.imul(hash ^ buyerId.charCodeAt(i), 0x01000193) >>> 0;
  return hash % 100;
};
