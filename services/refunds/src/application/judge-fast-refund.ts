import type { AfterSaleApproved } from '@amends/contracts';
import {
  accountAggregate,
  advanceable,
  dayOf,
  eligibility,
  fastRefundDayAggregate,
  fastRefundDayDecider,
  hurdlesAtScan,
  rolloutBucket,
  type Promised,
} from '@amends/domain/refunds';
import { isRefusal } from '@amends/kernel';
import { handle, type Unit } from '@amends/platform/event-store';
import { changeAccount } from './change-account';
import type { FastRefundTerms } from './fast-refund-terms';
import { accountOf, dayStream } from './streams';

/**
 * A1: decides at the approval whether money will come at the scan, with all that counts read, and reserved, in one unit:
 * two tickets cannot have the same room of a limit.
 */
export const judgeFastRefund = async (
  terms: FastRefundTerms,
  { orderId, merchantId, buyerId, afterSaleId, type, money }: AfterSaleApproved['data'],
  unit: Unit,
): Promise<void> => {
  const { settings, credit, buyerToday } = await terms.within(unit, buyerId);
  const isCounted = settings.dailyLimit !== undefined;
  const day = dayStream(dayOf(unit.now));
  // Asked for only while it matters: it is one stream for all.
  const allToday = isCounted ? (await unit.load(fastRefundDayAggregate, day)).state.promised : 0;
  const promised = { buyerToday, allToday, goods: await goodsOf(unit, orderId, money) };
  const amount = advanceable(money);
  const judged = eligibility({ settings, buyerId, credit, type, amount, promised });
  const inputs = { ...credit, amount, type, bucket: rolloutBucket(buyerId), settings };
  const outcome = await changeAccount(unit, accountOf(orderId), {
    type: 'JudgeFastRefund',
    data: {
      ...{ order: { orderId, merchantId, buyerId }, afterSaleId, money, refundId: unit.newId('rfd') },
      hurdles: hurdlesAtScan(settings, credit),
      judgement: { ...judged, shadow: settings.shadow, inputs, promised },
      at: unit.now,
    },
  });
  const isPromised = !isRefusal(outcome) && outcome.events.some((event) => event.type === 'fast_refund.eligible');
  if (isCounted && isPromised)
    await handle(unit, fastRefundDayDecider, day, { type: 'Promise', data: { afterSaleId, amount, at: unit.now } });
};

const goodsOf = async (
  unit: Unit,
  orderId: string,
  money: AfterSaleApproved['data']['money'],
): Promise<Promised['goods']> => {
  const { state } = await unit.load(accountAggregate, accountOf(orderId));
  return money.lines.map((line) => ({
    category: state.order?.lines.find(({ lineNumber }) => lineNumber === line.lineNumber)?.category,
    cash: line.cash,
  }));
};
