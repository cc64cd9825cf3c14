import type {
  ChargeCaptured,
  ClaimChanged,
  FastRefundChanged,
  OrderFacts,
  OrderPaid,
  PolicyChanged,
  RecoveryChanged,
  RecoveryPaymentReceived,
  RefundChanged,
  RefundLegChanged,
} from '@amends/contracts';
import type { Message, Minor } from '@amends/kernel';
import { ACCOUNTS, escrowOf } from './accounts';

/** One line of an entry: minor units of the order's currency, or points. A debit is positive. */
export type Posting = Readonly<{ account: string; unit: 'money' | 'points'; amount: Minor }>;

/**
 * What an event means for the books. An entry's postings sum to zero in each unit. `ref` names what was booked, within its
 * order, so that it can be taken back: a reversal of something that was not booked, or was taken back already, is nothing.
 */
export type Booking =
  Readonly<{ kind: 'entry'; ref: string; postings: readonly Posting[] }> | Readonly<{ kind: 'reversal'; ref: string }>;

type Booked =
  | OrderPaid
  | RefundLegChanged
  | RefundChanged
  | FastRefundChanged
  | RecoveryChanged
  | RecoveryPaymentReceived
  | ChargeCaptured
  | PolicyChanged
  | ClaimChanged;

type DataOf<Type, Event = Booked> =
  Event extends Readonly<{ type: infer T; data: infer Data }> ? (Type extends T ? Data : never) : never;

type Rules = { readonly [Type in Booked['type']]?: (data: DataOf<Type>) => readonly Booking[] };

/** The bookings of an event; none for what moves no money. */
export const bookingsOf = ({ type, data }: Message): readonly Booking[] => {
  const rule = (RULES as Readonly<Record<string, ((of: object) => readonly Booking[]) | undefined>>)[type];
  return rule?.(data).filter(isSomething) ?? [];
};

const STORED_VALUE: ReadonlySet<string> = new Set(['gift_card', 'balance']);

const RULES: Rules = {
  'order.paid': ({ orderId, merchantId, payments, lines }) => [
    entry(orderId, [
      ...payments.map(({ tender, amount }) => money(accountOf(tender), amount)),
      money(escrowOf(merchantId), -sum(payments.map(({ amount }) => amount))),
    ]),
    ...subsidy(`${orderId}/subsidy`, merchantId, sum(lines.map(({ paid }) => paid.platformDiscount))),
    pair(`${orderId}/points`, 'points', ACCOUNTS.points, ACCOUNTS.redeemed, sum(lines.map(({ paid }) => paid.points))),
  ],
  'refund_leg.succeeded': ({ legId, merchantId, tender, amount, byHand = false }) => [
    tender === 'points'
      ? pair(legId, 'points', ACCOUNTS.redeemed, ACCOUNTS.points, amount)
      : pair(legId, 'money', escrowOf(merchantId), byHand ? ACCOUNTS.bank : accountOf(tender), amount),
  ],
  'refund_leg.failed': ({ legId }) => [reversal(legId)],
  'refund.succeeded': ({ refundId, merchantId, lines }) =>
    subsidy(`${refundId}/subsidy`, merchantId, -sum(lines.map(({ platformDiscount }) => platformDiscount))),
  'refund.reversed': ({ refundId }) => [reversal(`${refundId}/subsidy`)],
  // The money leaves the shop's escrow like that of any refund; until the shop has the goods the platform stands in for it.
  'fast_refund.advanced': ({ refundId, merchantId, amount }) => [
    pair(`${refundId ?? ''}/advance`, 'money', ACCOUNTS.advances, escrowOf(merchantId), amount),
  ],
  'fast_refund.undone': ({ refundId }) => [reversal(`${refundId ?? ''}/advance`)],
  'fast_refund.settled': ({ refundId, afterSaleId, merchantId, amount }) => [
    pair(`${refundId ?? ''}/settled/${afterSaleId}`, 'money', escrowOf(merchantId), ACCOUNTS.advances, amount),
  ],
  // For goods that the buyer keeps the shop is paid; for money it was paid when it had the goods, or stands as it stood.
  'recovery.started': ({ refundId, afterSaleId, merchantId, amount, goods = false }) => [
    pair(
      `${refundId ?? ''}/recovery/${afterSaleId}`,
      'money',
      ACCOUNTS.receivables,
      goods ? escrowOf(merchantId) : ACCOUNTS.advances,
      amount,
    ),
  ],
  // What was set off is booked with the leg of the refund that it was taken from.
  'recovery.payment_received': ({ refundId, source, amount, open }) =>
    source === 'set_off'
      ? []
      : [
          pair(
            `${refundId}/recovered/${String(open)}`,
            'money',
            source === 'balance' ? ACCOUNTS.balances : ACCOUNTS.provider,
            ACCOUNTS.receivables,
            amount,
          ),
        ],
  'recovery.written_off': ({ refundId, amount }) => [
    pair(`${refundId ?? ''}/written-off`, 'money', ACCOUNTS.writeOffs, ACCOUNTS.receivables, amount),
  ],
  'charge.captured': ({ paymentId, merchantId, amount }) => [
    pair(`charge/${paymentId}`, 'money', ACCOUNTS.provider, escrowOf(merchantId), amount),
  ],
  'policy.purchased': ({ policyId, merchantId, premium }) => [
    pair(`${policyId}/premium`, 'money', escrowOf(merchantId), ACCOUNTS.insurer, premium),
  ],
  'claim.settled': (claim) => [freight(claim)],
};

/** The types of events that are booked. */
export const BOOKED_TYPES: readonly string[] = Object.keys(RULES);

/** A pickup's freight goes to the carrier, each bearing his part; a parcel sent by himself is paid back to the buyer. */
const freight = ({
  claimId,
  method,
  merchantId,
  insurerPays,
  buyerPays,
  merchantPays,
}: OrderFacts & ClaimChanged['data']): Booking => {
  if (method === 'self_ship') return pair(claimId, 'money', ACCOUNTS.insurer, ACCOUNTS.balances, insurerPays);
  return entry(claimId, [
    money(ACCOUNTS.insurer, insurerPays),
    money(ACCOUNTS.receivables, buyerPays),
    money(escrowOf(merchantId), merchantPays),
    money(ACCOUNTS.carriers, -(insurerPays + buyerPays + merchantPays)),
  ]);
};

/** Where the money of a leg comes to rest; what is set off pays what the buyer owes. */
const accountOf = (tender: string): string => {
  if (tender === 'set_off') return ACCOUNTS.receivables;
  return STORED_VALUE.has(tender) ? ACCOUNTS.balances : ACCOUNTS.provider;
};

const subsidy = (ref: string, merchantId: string, amount: Minor): readonly Booking[] => [
  pair(ref, 'money', ACCOUNTS.subsidies, escrowOf(merchantId), amount),
];

const pair = (ref: string, unit: Posting['unit'], debit: string, credit: string, amount: Minor): Booking =>
  entry(ref, [
    { account: debit, unit, amount },
    { account: credit, unit, amount: -amount },
  ]);

const entry = (ref: string, postings: readonly Posting[]): Booking => ({
  kind: 'entry',
  ref,
  postings: postings.filter(({ amount }) => amount !== 0),
});

const reversal = (ref: string): Booking => ({ kind: 'reversal', ref });

const money = (account: string, amount: Minor): Posting => ({ account, unit: 'money', amount });

const isSomething = (booking: Booking): boolean => booking.kind === 'reversal' || booking.postings.length > 0;

const sum = (amounts: readonly Minor[]): Minor => amounts.reduce((total, amount) => total + amount, 0);
