import type { OrderPaid } from '@amends/contracts';
import {
  isRefusal,
  refuse,
  type Aggregate,
  type Decider,
  type Decision,
  type Listing,
  type LiveDeadline,
  type Refusal,
} from '@amends/kernel';
import { needsAttention } from './attention';
import { EMPTY_ACCOUNT, refundOf, type Account, type AccountEvent, type PaidOrder } from './account';
import { contest, follow, judge, noteRevoked, noteVerdict, request, scan, withdraw } from './advancing';
import type { AccountCommand, AccountRefusal } from './commands';
import { noteCharge } from './charges';
import { decisionListings } from './decisions';
import { evolve } from './evolve';
import { correct, deadlineName, hear, wake } from './hearing';
import { noteGoodsBack, noteGoodsKept, oweGoods } from './goods-owed';
import { isOfRecovery, payRecovery, recoveryDeadlines, recoveryListings, wakeRecovery } from './recovering';
import { hearLink, isOfLink, linkDeadlines, openLink, wakeLink } from './payment-links';
import { reserve, retry } from './reserving';
import { answerReroute, isOfReroute, offerReroute, rerouteDeadlines, wakeReroute } from './rerouting';
import { decideSettlement, proposeSettlement } from './settling-by-hand';
import { takeTurn } from './queueing';
import { noteDifferences } from './differing';
import { begin, tell, type Story } from './story';

type DataOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>['data'];
type Outcome = Story | Refusal<AccountRefusal>;

/** Decides about the money of one order. Facts may come in any order and any number; commands of people are refused. */
const decide = (command: AccountCommand, account: Account): Decision<AccountEvent, AccountRefusal> => {
  const outcome = act(command, account);
  return isRefusal(outcome) ? outcome : follow(outcome).events;
};

const act = (command: AccountCommand, account: Account): Outcome => {
  const story = begin(account, command.data.at);
  // prettier-ignore
  switch (command.type) {
    case 'OpenAccount':     return open(story, command.data);
    case 'RequestRefund':   return request(story, command.data.request, command.data.setOff);
    case 'HearProvider':    return hear(story, command.data);
    case 'TakeTurn':        return takeTurn(story, command.data);
    case 'CorrectLeg':      return correctAsSeen(story, command.data);
    case 'Retry':           return retryAsSeen(story, command.data);
    case 'NoteDifferences': return noteDifferences(story, command.data);
    case 'ProposeManualSettlement': return proposeSettlement(story, command.data);
    case 'DecideManualSettlement':  return decideSettlement(story, command.data);
    case 'OfferReroute':    return offerReroute(story, command.data);
    case 'AnswerReroute':   return answerReroute(story, command.data);
    case 'DeadlineReached': return wakeUp(story, command.data);
    case 'JudgeFastRefund': return judge(story, command.data);
    case 'NoteScan':        return scan(story, command.data);
    case 'NoteContest':     return contest(story, command.data);
    case 'NoteVerdict':     return noteVerdict(story, command.data);
    case 'WithdrawTicket':  return withdraw(story, command.data);
    case 'NoteRevoked':     return noteRevoked(story, command.data);
    case 'OweGoods':        return oweGoods(story, command.data);
    case 'NoteGoodsBack':   return noteGoodsBack(story, command.data);
    case 'NoteGoodsKept':   return noteGoodsKept(story, command.data);
    case 'NoteCharge':      return noteCharge(story, command.data);
    case 'PayRecovery':     return payRecovery(story, command.data);
    case 'OpenPaymentLink': return openLink(story, command.data);
    case 'HearPaymentLink': return hearLink(story, command.data);
  }
};

const wakeUp = (story: Story, reached: DataOf<'DeadlineReached'>): Story => {
  if (isOfRecovery(reached.name)) return wakeRecovery(story, reached);
  if (isOfLink(reached.name)) return wakeLink(story, reached);
  return isOfReroute(reached.name) ? wakeReroute(story, reached) : wake(story, reached);
};

/** Opens the account and serves what was asked for before. Told again: nothing. */
const open = (story: Story, { paid, at }: DataOf<'OpenAccount'>): Story => {
  if (story.account.order !== null) return story;
  const { waiting } = story.account;
  const opened = tell(story, { type: 'account.opened', data: { order: orderOf(paid), occurredAt: at } });
  return waiting.reduce((told, asked) => {
    const { kind } = asked;
    return kind === 'fast' ? reserve(told, asked) : request(told, { ...asked, kind });
  }, opened);
};

const correctAsSeen = (story: Story, { seen, ...rest }: DataOf<'CorrectLeg'>): Outcome => {
  const refund = refundOf(story.account, rest.refundId);
  if (refund === undefined) return refuse('not_found', 'there is no such refund');
  if (refund.version !== seen) return refuse('version_conflict', 'the refund has changed since the provider was asked');
  return correct(story, rest);
};

const retryAsSeen = (story: Story, { refundId, ifMatch }: DataOf<'Retry'>): Outcome => {
  const refund = refundOf(story.account, refundId);
  if (refund === undefined) return refuse('not_found', 'there is no such refund');
  const { version } = refund;
  if (ifMatch !== undefined && ifMatch !== version)
    return refuse('version_conflict', `the refund has version ${String(version)}`, { version });
  return retry(story, refund);
};

const orderOf = (paid: OrderPaid['data']): PaidOrder => ({
  orderId: paid.orderId,
  buyerId: paid.buyerId,
  merchantId: paid.merchantId,
  currency: paid.currency,
  paidAt: paid.paidAt,
  lines: paid.lines.map(({ lineNumber, category, quantity, paid: { tenders, ...components } }) => ({
    lineNumber,
    category,
    quantity,
    paid: components,
    tenders,
  })),
  shippingFee: paid.shippingFee,
  payments: paid.payments,
});

const listings = (account: Account): readonly Listing[] => [
  ...refundListings(account),
  ...recoveryListings(account),
  ...decisionListings(account),
];

const refundListings = ({ order, refunds }: Account): readonly Listing[] =>
  refunds.map((refund) => ({
    kind: 'refund',
    id: refund.refundId,
    orderId: order?.orderId ?? '',
    afterSaleId: refund.afterSaleId,
    buyerId: order?.buyerId ?? '',
    merchantId: order?.merchantId ?? '',
    status: refund.status,
    type: refund.kind,
    flagged: needsAttention(refund),
    createdAt: refund.createdAt,
    updatedAt: refund.updatedAt,
  }));

const deadlines = (account: Account): readonly LiveDeadline[] => [
  ...legDeadlines(account),
  ...recoveryDeadlines(account),
  ...linkDeadlines(account),
  ...rerouteDeadlines(account),
];

const legDeadlines = ({ refunds }: Account): readonly LiveDeadline[] =>
  refunds.flatMap(({ legs }) =>
    legs.flatMap((leg) => {
      const name = deadlineName(leg);
      return leg.waits === null || name === undefined
        ? []
        : [{ name, kind: `psp_${leg.waits.for}`, token: leg.token, dueAt: leg.waits.dueAt }];
    }),
  );

/** All the money of one order; one stream per order, its id the order's uuid. */
export const accountAggregate: Aggregate<Account, AccountEvent> = {
  category: 'account',
  revision: 7,
  initialState: EMPTY_ACCOUNT,
  evolve,
  listings,
  deadlines,
};

export const accountDecider: Decider<Account, AccountCommand, AccountEvent, AccountRefusal> &
  Readonly<{ aggregate: Aggregate<Account, AccountEvent> }> = {
  aggregate: accountAggregate,
  initialState: EMPTY_ACCOUNT,
  decide,
  evolve,
};
