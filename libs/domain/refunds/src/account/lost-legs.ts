import { refuse, type Refusal } from '@amends/kernel';
import { isExternal, type Leg, type PlannedLeg } from '../leg/leg';
import { hasOpenRemedy, type Refund } from '../refund/refund';
import { refundOf } from './account';
import type { AccountRefusal } from './commands';
import { isCovered } from './ledger';
import { EXCEEDS, paymentsHave } from './reserving';
import { tellOf, type Story } from './story';

type Place = Readonly<{ refundId: string; legId: string }>;
export type Lost = Readonly<{ refund: Refund; leg: Leg }>;

/** It will not reach the buyer by itself any more: his account is closed, or it failed for good. */
export const isLost = (leg: Leg): boolean =>
  isExternal(leg) && (leg.status === 'abnormal' || leg.status === 'failed_final');

/**
 * A leg that has to go another way. Refused with `not_found` where there is none, with `invalid_transition` where it is not
 * lost, or may have gone out after all: what the provider may still pay is not paid a second time.
 */
export const lostLeg = ({ account }: Story, { refundId, legId }: Place): Lost | Refusal<AccountRefusal> => {
  const refund = refundOf(account, refundId);
  const leg = refund?.legs.find((each) => each.legId === legId);
  if (refund === undefined || leg === undefined) return refuse('not_found', 'there is no such leg');
  if (refund.status === 'canceled' || refund.contradicted || !isLost(leg))
    return refuse('invalid_transition', 'the leg has not failed for good', {
      currentStatus: leg.status,
      allowedActions: [],
    });
  return { refund, leg };
};

/** The same, while nobody is asked about another way yet. */
export const freeLostLeg = (story: Story, place: Place): Lost | Refusal<AccountRefusal> => {
  const found = lostLeg(story, place);
  if ('refused' in found || !hasOpenRemedy(found.refund)) return found;
  return refuse('invalid_transition', 'somebody is asked about another way already', {
    currentStatus: found.leg.status,
    allowedActions: [],
  });
};

/** A refund that failed holds nothing: what is to go out after all is set aside anew, if it is still there. */
export const revive = (
  story: Story,
  { refundId, status, money, charge }: Refund,
  legs: readonly PlannedLeg[],
): Story | Refusal<AccountRefusal> => {
  if (status !== 'failed') return story;
  const isThere = (charge !== null || isCovered(story.account, money)) && paymentsHave(story, legs);
  if (!isThere) return refuse(EXCEEDS, 'less is left than the refund gives back');
  return tellOf(story, refundId, 'refund.retried', { trying: false });
};
