import { drain, total, type Aggregate, type Decider, type Decision, type Instant, type Minor } from '@amends/kernel';
import { dayOf } from '../fast-refund-day/fast-refund-day';
import type { CreditStanding } from '../fast-refund/eligibility';
import {
  NEW_BUYER,
  type BuyerCredit,
  type BuyerCreditCommand,
  type BuyerCreditEvent,
  type Consequence,
  type Exposure,
  type OpenRecovery,
} from './buyer-credit';

/** Nothing here is refused: what it is told has happened, and who may say so is checked before. */
export const decide = (command: BuyerCreditCommand, credit: BuyerCredit): Decision<BuyerCreditEvent, never> => {
  const events = eventsOf(command);
  const after = events.reduce(evolve, credit);
  const { buyerId, at } = command.data;
  if (isToldAlready(credit, after)) return events;
  const told = { ...standingOf(after), tickets: ticketsOf(after), promised: after.promised };
  const data = { buyerId, ...told, occurredAt: at };
  return [...events, { type: 'buyer_credit.changed', data }];
};

/** Whose money or goods are outstanding. */
const ticketsOf = ({ exposures }: BuyerCredit): readonly string[] => exposures.map(({ afterSaleId }) => afterSaleId);

const isToldAlready = (before: BuyerCredit, after: BuyerCredit): boolean =>
  isSameStanding(standingOf(before), standingOf(after)) &&
  isSame(ticketsOf(before), ticketsOf(after)) &&
  before.promised.day === after.promised.day &&
  before.promised.amount === after.promised.amount;

const isSame = (these: readonly string[], those: readonly string[]): boolean =>
  these.length === those.length && these.every((each) => those.includes(each));

/** What decides about fast refunds. */
export const standingOf = ({ score, exposures, recoveries, writtenOff }: BuyerCredit): CreditStanding => ({
  score,
  exposure: total(exposures.map(({ amount }) => amount)),
  openRecovery: recoveries.some(({ open }) => open > 0),
  writtenOff,
});

/** What was promised to the buyer on the day of this instant, minor units. */
export const promisedOn = ({ promised }: Pick<BuyerCredit, 'promised'>, at: Instant): Minor =>
  promised.day === dayOf(at) ? promised.amount : 0;

/** What later refunds may be lessened by: all the buyer owes and is not about to pay, if he has agreed to it. Minor units. */
export const setOffOf = (credit: BuyerCredit): Minor =>
  credit.setOffConsent ? total(toSetOff(credit).map(({ open }) => open)) : 0;

/** What can be paid by a link would be paid twice if it was taken meanwhile. */
const toSetOff = ({ recoveries }: BuyerCredit): readonly OpenRecovery[] => recoveries.filter(({ byLink }) => !byLink);

/** How money of the buyer is shared among what he owes, the oldest first. */
export const sharesOf = (
  credit: BuyerCredit,
  amount: Minor,
): readonly Readonly<{ refundId: string; orderId: string; amount: Minor }>[] => {
  const recoveries = toSetOff(credit);
  const parts = drain(
    amount,
    recoveries.map(({ open }) => open),
  );
  return recoveries
    .map(({ refundId, orderId }, index) => ({ refundId, orderId, amount: parts[index] ?? 0 }))
    .filter((share) => share.amount > 0);
};

const isSameStanding = (a: CreditStanding, b: CreditStanding): boolean =>
  a.score === b.score &&
  a.exposure === b.exposure &&
  a.openRecovery === b.openRecovery &&
  a.writtenOff === b.writtenOff;

const eventsOf = (command: BuyerCreditCommand): readonly BuyerCreditEvent[] => {
  const { buyerId, at: occurredAt } = command.data;
  switch (command.type) {
    case 'SetScore':
      return [{ type: 'buyer_credit.score_set', data: { buyerId, occurredAt, score: command.data.score } }];
    case 'SetBalance': {
      const { amount, currency } = command.data;
      return [{ type: 'buyer_credit.balance_set', data: { buyerId, occurredAt, amount, currency } }];
    }
    case 'ConsentToSetOff':
      return [{ type: 'buyer_credit.consent_given', data: { buyerId, occurredAt, setOff: command.data.setOff } }];
    case 'Follow':
      return command.data.consequences.map((consequence) => eventOf(consequence, buyerId, occurredAt));
  }
};

const eventOf = (consequence: Consequence, buyerId: string, occurredAt: Instant): BuyerCreditEvent => {
  const about = { buyerId, occurredAt };
  if ('exposure' in consequence) {
    const { exposure, afterSaleId, amount } = consequence;
    return { type: `buyer_credit.${exposure}`, data: { ...about, afterSaleId, amount } };
  }
  if ('recovery' in consequence) {
    const { refundId } = consequence;
    switch (consequence.recovery) {
      case 'started': {
        const { amount, orderId } = consequence;
        return { type: 'buyer_credit.recovery_started', data: { ...about, refundId, amount, orderId } };
      }
      case 'paid':
      case 'written_off': {
        const { recovery, amount } = consequence;
        return { type: `buyer_credit.recovery_${recovery}`, data: { ...about, refundId, amount } };
      }
      case 'link_opened':
      case 'link_closed':
        return { type: `buyer_credit.recovery_${consequence.recovery}`, data: { ...about, refundId } };
    }
  }
  const { change, legId } = consequence;
  return consequence.book === 'points'
    ? { type: 'buyer_credit.points_booked', data: { ...about, change, legId } }
    : { type: 'buyer_credit.balance_booked', data: { ...about, change, currency: consequence.currency, legId } };
};

export const evolve = (credit: BuyerCredit, { type, data }: BuyerCreditEvent): BuyerCredit => {
  const known = { ...credit, buyerId: data.buyerId };
  switch (type) {
    case 'buyer_credit.changed':
      return known;
    case 'buyer_credit.score_set':
      return { ...known, score: data.score };
    case 'buyer_credit.balance_set':
      return { ...known, balance: data.amount, currency: data.currency };
    case 'buyer_credit.consent_given':
      return { ...known, setOffConsent: data.setOff };
    case 'buyer_credit.points_booked':
      return { ...known, points: credit.points + data.change };
    case 'buyer_credit.balance_booked':
      return { ...known, balance: credit.balance + data.change, currency: data.currency };
    case 'buyer_credit.exposed':
      return {
        ...known,
        exposures: [...others(credit, data), { ...placeOf(data), stage: 'eligible' }],
        promised: { day: dayOf(data.occurredAt), amount: promisedOn(credit, data.occurredAt) + data.amount },
      };
    case 'buyer_credit.advanced':
      return { ...known, exposures: [...others(credit, data), { ...placeOf(data), stage: 'advanced' }] };
    case 'buyer_credit.advance_undone':
      return { ...known, exposures: [...others(credit, data), { ...placeOf(data), stage: 'eligible' }] };
    case 'buyer_credit.recovery_started':
      return { ...known, recoveries: [...credit.recoveries, openRecovery(data)] };
    case 'buyer_credit.recovery_paid':
      return { ...known, recoveries: credit.recoveries.flatMap((each) => lessened(each, data)) };
    case 'buyer_credit.recovery_written_off':
      return { ...known, writtenOff: true, recoveries: credit.recoveries.flatMap((each) => lessened(each, data)) };
    case 'buyer_credit.recovery_link_opened':
      return { ...known, recoveries: credit.recoveries.map((each) => linked(each, data.refundId, true)) };
    case 'buyer_credit.recovery_link_closed':
      return { ...known, recoveries: credit.recoveries.map((each) => linked(each, data.refundId, false)) };
    case 'buyer_credit.relieved':
      return { ...known, exposures: credit.exposures.flatMap((exposure) => relieved(exposure, data)) };
  }
};

type Owed = Readonly<{ refundId: string; amount: number }>;

const openRecovery = ({ refundId, orderId, amount }: Owed & Readonly<{ orderId: string }>): OpenRecovery => ({
  refundId,
  orderId,
  open: amount,
});

const lessened = (recovery: OpenRecovery, { refundId, amount }: Owed): readonly OpenRecovery[] => {
  if (recovery.refundId !== refundId) return [recovery];
  return amount >= recovery.open ? [] : [{ ...recovery, open: recovery.open - amount }];
};

const linked = (recovery: OpenRecovery, refundId: string, byLink: boolean): OpenRecovery => {
  if (recovery.refundId !== refundId) return recovery;
  const { byLink: _, ...rest } = recovery;
  return byLink ? { ...rest, byLink } : rest;
};

type Place = Readonly<{ afterSaleId: string; amount: number }>;

const placeOf = ({ afterSaleId, amount }: Place): Place => ({ afterSaleId, amount });

const others = ({ exposures }: BuyerCredit, { afterSaleId }: Place): readonly Exposure[] =>
  exposures.filter((exposure) => exposure.afterSaleId !== afterSaleId);

const relieved = (exposure: Exposure, { afterSaleId, amount }: Place): readonly Exposure[] => {
  if (exposure.afterSaleId !== afterSaleId) return [exposure];
  return amount >= exposure.amount ? [] : [{ ...exposure, amount: exposure.amount - amount }];
};

/** One stream per buyer. */
export const buyerCreditAggregate: Aggregate<BuyerCredit, BuyerCreditEvent> = {
  category: 'buyer_credit',
  revision: 4,
  initialState: NEW_BUYER,
  evolve,
};

export const buyerCreditDecider: Decider<BuyerCredit, BuyerCreditCommand, BuyerCreditEvent, never> &
  Readonly<{ aggregate: Aggregate<BuyerCredit, BuyerCreditEvent> }> = {
  aggregate: buyerCreditAggregate,
  initialState: NEW_BUYER,
  decide,
  evolve,
};
