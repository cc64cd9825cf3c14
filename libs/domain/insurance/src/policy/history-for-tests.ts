import { isRefusal, later } from '@amends/kernel';
import type { ClaimActor } from '../claim/transitions';
import type {
  AppealClaim,
  DeadlineReached,
  HearInsurer,
  HearLine,
  HearOrder,
  HearParcel,
  HearTicket,
  InsurerAnswer,
  LineFact,
} from './commands';
import type { Ask } from './policy';

/** The words that tests tell the story of an insured order in. */
export const T0 = '2026-03-01T02:00:00.000Z';
export const after = (ms: number): string => later(T0, ms);

export const parties = { orderId: 'ord_1', merchantId: 'm', buyerId: 'b' } as const;

export const orderPaid = (wished = true, lineNumbers: readonly number[] = [1]): HearOrder => ({
  type: 'HearOrder',
  data: { ...parties, policyId: 'plc_1', wished, currency: 'CNY', lineNumbers, at: T0 },
});

export const line = (fact: LineFact, lineNumber = 1, at = T0): HearLine => ({
  type: 'HearLine',
  data: { ...parties, lineNumber, fact, happenedAt: at, at },
});

export const ticket = (stage: HearTicket['data']['stage'], over: Partial<HearTicket['data']> = {}): HearTicket => ({
  type: 'HearTicket',
  data: {
    ...parties,
    afterSaleId: 'aft_1',
    parentId: null,
    type: 'return_refund',
    stage,
    bearer: 'buyer',
    version: stage === 'open' ? 1 : 2,
    claimId: 'clm_1',
    happenedAt: T0,
    at: T0,
    ...over,
  },
});

const parcel = (over: Partial<HearParcel['data']>): HearParcel => ({
  type: 'HearParcel',
  data: { ...parties, afterSaleId: 'aft_1', method: 'pickup', sent: false, freight: null, at: T0, ...over },
});
export const pickupBooked = (afterSaleId = 'aft_1'): HearParcel => parcel({ afterSaleId });
export const pickedUp = (freight: number, afterSaleId = 'aft_1'): HearParcel =>
  parcel({ afterSaleId, sent: true, freight });
export const sentByBuyer = (afterSaleId = 'aft_1'): HearParcel =>
  parcel({ afterSaleId, method: 'self_ship', sent: true });

const YES: InsurerAnswer = { outcome: 'yes' };
export const NO: InsurerAnswer = { outcome: 'no', code: 'risk_control' };

export const insurer = (
  ask: Ask,
  about: string,
  answer: InsurerAnswer = YES,
  over: Partial<HearInsurer['data']> = {},
): HearInsurer => ({ type: 'HearInsurer', data: { ask, about, round: 0, answer, at: T0, ...over } });
export const sold: HearInsurer = insurer('purchase', 'plc_1');

export const appeal = (at = T0, by: ClaimActor = 'buyer', claimId = 'clm_1'): AppealClaim => ({
  type: 'AppealClaim',
  data: { claimId, by, at },
});

export const wake = (name: string, token: number, at: string): DeadlineReached => ({
  type: 'DeadlineReached',
  data: { name, token, at },
});

/** An order whose insurance is in force: paid, shipped, sold. */
export const inForce = [orderPaid(), line('shipped'), sold] as const;

/** What a decision tells, or why it was refused. */
export const told = (decision: unknown): unknown =>
  isRefusal(decision) ? decision.refused : (decision as readonly { type: string }[]).map(({ type }) => type);
