import type { RerouteChanged } from '@amends/contracts';
import { between, DAY_MS, isRefusal, later, refuse, type LiveDeadline, type Refusal } from '@amends/kernel';
import { legIdOf, pendingLeg, type PlannedLeg } from '../leg/leg';
import type { Refund } from '../refund/refund';
import type { Reroute } from '../reroute/reroute';
import { rerouteLife } from '../reroute/transitions';
import { refundOf, type Account } from './account';
import type { AccountCommand, AccountRefusal } from './commands';
import { conclude } from './concluding';
import { freeLostLeg, lostLeg, revive } from './lost-legs';
import { tellPlan } from './reserving';
import { factsOf, tell, tellOfLeg, type Story } from './story';

/** So long the buyer may think about it; then the leg is with the operators again. */
const ANSWER_WITHIN_MS = 7 * DAY_MS;

type DataOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>['data'];

/** F8: the money of a lost leg is offered to the buyer's balance. */
export const offerReroute = (
  story: Story,
  { refundId, legId, tender }: DataOf<'OfferReroute'>,
): Story | Refusal<AccountRefusal> => {
  const found = freeLostLeg(story, { refundId, legId });
  if (isRefusal(found)) return found;
  const { refund, leg } = found;
  const answerBy = later(story.at, ANSWER_WITHIN_MS);
  const number = refund.reroutes.length + 1;
  return tellReroute(story, refund, 'refund_reroute.offered', { number, legId, tender, amount: leg.amount, answerBy });
};

/** The buyer agrees, and a leg of his balance takes the place of the lost one; or he does not. */
export const answerReroute = (
  story: Story,
  { refundId, number, accepted }: DataOf<'AnswerReroute'>,
): Story | Refusal<AccountRefusal> => {
  const refund = refundOf(story.account, refundId);
  const reroute = refund?.reroutes.find((each) => each.number === number);
  if (refund === undefined || reroute === undefined) return refuse('not_found', 'there is no such reroute');
  const { status, legId } = reroute;
  if (!rerouteLife.permits(status, 'accept'))
    return refuse('invalid_transition', 'it was answered already', { currentStatus: status, allowedActions: [] });
  if (!accepted) return tellReroute(story, refund, 'refund_reroute.declined', reroute);

  const found = lostLeg(story, { refundId, legId });
  if (isRefusal(found)) return found;
  const { paymentId, amount, covers } = found.leg;
  const leg: PlannedLeg = {
    ...{ legId: legIdOf(refundId, refund.legsPlanned), tender: reroute.tender, refundNumber: null },
    ...{ paymentId, amount, covers },
  };
  const waiting = refund.legs.filter((each) => each.status !== 'succeeded');
  const plan = waiting.map((each) => (each.legId === legId ? leg : each));
  const revived = revive(story, refund, plan);
  if (isRefusal(revived)) return revived;
  const planned = tellPlan(tellReroute(revived, refund, 'refund_reroute.accepted', reroute), refundId, plan);
  return conclude(tellOfLeg(planned, refund, pendingLeg(leg), 'refund_leg.succeeded'), refundId);
};

/** The buyer has not answered in time. A wake-up that is late or early does nothing. */
export const wakeReroute = (story: Story, { name }: Readonly<{ name: string }>): Story => {
  const found = openReroutes(story.account).find((each) => nameOf(each) === name);
  if (found === undefined || between(found.reroute.answerBy, story.at) < 0) return story;
  return tellReroute(story, found.refund, 'refund_reroute.expired', found.reroute);
};

/** Whether a deadline of an account is one of these. */
export const isOfReroute = (name: string): boolean => name.includes(INFIX);

export const rerouteDeadlines = (account: Account): readonly LiveDeadline[] =>
  openReroutes(account).map((each) => ({
    name: nameOf(each),
    kind: 'refund_reroute',
    token: each.reroute.number,
    dueAt: each.reroute.answerBy,
  }));

const INFIX = '/reroute/';
type Placed = Readonly<{ refund: Refund; reroute: Reroute }>;

const nameOf = ({ refund, reroute }: Placed): string => `${refund.refundId}${INFIX}${String(reroute.number)}`;

const openReroutes = ({ refunds }: Account): readonly Placed[] =>
  refunds.flatMap((refund) =>
    refund.reroutes
      .filter(({ status }) => rerouteLife.permits(status, 'expire'))
      .map((reroute) => ({ refund, reroute })),
  );

const tellReroute = (
  story: Story,
  { refundId, afterSaleId }: Refund,
  type: RerouteChanged['type'],
  { number, legId, tender, amount, answerBy }: Pick<Reroute, 'number' | 'legId' | 'tender' | 'amount' | 'answerBy'>,
): Story =>
  tell(story, {
    type,
    data: { ...factsOf(story), afterSaleId, refundId, number, legId, tender, amount, answerBy },
  });
