import { amountOf } from '@amends/contracts';
import { total } from '@amends/kernel';
import { openOf } from '../fast-refund/fast-refund';
import type { Leg } from '../leg/leg';
import type { Refund } from '../refund/refund';
import type { Account } from './account';
import { amountOfRefund } from './story';
import { lineBalances, paymentBalance, setOffBalance, shippingFeeBalance, type Balance } from './ledger';

/** A refund as callers see it (api.md 5). */
export const refundView = ({ order }: Account, refund: Refund) => ({
  id: refund.refundId,
  version: refund.version,
  status: refund.status,
  orderId: order?.orderId ?? '',
  afterSaleId: refund.afterSaleId,
  kind: refund.kind,
  currency: order?.currency ?? '',
  amount: amountOfRefund(refund),
  legs: refund.legs.map(legView),
  reroutes: refund.reroutes,
  failureCode: refund.failureCode,
  createdAt: refund.createdAt,
  updatedAt: refund.updatedAt,
});

const legView = ({ legId, tender, paymentId, refundNumber, amount, status, attempts, failureCode, waits }: Leg) => ({
  id: legId,
  tender,
  paymentId,
  refundNumber,
  amount,
  status,
  attempts,
  failureCode,
  /** When it will be tried by itself; null where nothing but an answer, or nothing at all, is awaited. */
  nextAttemptAt: waits === null || waits.for === 'query' ? null : waits.dueAt,
});

/** The books of an order (api.md 5); `balanced` is computed from the accounts, never assumed. */
export const ledgerView = (account: Account) => {
  const { order, refunds, fastRefunds } = account;
  const lines = lineBalances(account);
  const shippingFee = shippingFeeBalance(account);
  const payments = (order?.payments ?? []).map(({ paymentId, tender }) => {
    const { paid: captured, ...rest } = paymentBalance(account, paymentId);
    return { paymentId, tender, captured, ...rest };
  });
  const charges = account.charges.map(({ paymentId, afterSaleId }) => {
    const { paid: captured, ...rest } = paymentBalance(account, paymentId);
    return { paymentId, afterSaleId, captured, ...rest };
  });
  const advances = fastRefunds
    .filter(({ advanced }) => advanced > 0)
    .map((fast) => {
      const { refundId, advanced, settled, recovered, writtenOff } = fast;
      return { refundId, advanced, settled, recovered, writtenOff, open: openOf(fast) };
    });
  return {
    orderId: order?.orderId ?? '',
    currency: order?.currency ?? '',
    lines,
    shippingFee,
    payments,
    charges,
    advances,
    compensations: total(
      refunds
        .filter(({ kind, status }) => kind === 'goodwill' && status === 'succeeded')
        .map(({ money }) => amountOf(money).cash),
    ),
    balanced: isBalanced(account),
  };
};

/**
 * Whether no account is below zero, and the payments hold and have given back exactly what lines and freight hold and
 * have given back, but for what was set off against what the buyer owes (money.md rule 15).
 */
export const isBalanced = (account: Account): boolean => {
  const lines = lineBalances(account);
  const freight = shippingFeeBalance(account);
  const cash = [...lines.map((line) => line.cash), freight];
  const payments = (account.order?.payments ?? []).map(({ paymentId }) => paymentBalance(account, paymentId));
  const goes = [...payments, setOffBalance(account)];
  const charges = account.charges.map(({ paymentId }) => paymentBalance(account, paymentId));
  const balances = [...lines.flatMap(balancesOf), freight, ...payments, ...charges];
  return (
    balances.every(({ held, refunded, remaining }) => held >= 0 && refunded >= 0 && remaining >= 0) &&
    SIDES.every((side) => sum(cash, side) === sum(goes, side)) &&
    account.fastRefunds.every((fast) => openOf(fast) >= 0)
  );
};

const SIDES = ['paid', 'held', 'refunded', 'remaining'] as const satisfies readonly (keyof Balance)[];

const sum = (balances: readonly Balance[], side: keyof Balance): number => total(balances.map((each) => each[side]));

const balancesOf = ({
  units,
  cash,
  points,
  merchantDiscount,
  platformDiscount,
}: ReturnType<typeof lineBalances>[number]) => [units, cash, points, merchantDiscount, platformDiscount];
