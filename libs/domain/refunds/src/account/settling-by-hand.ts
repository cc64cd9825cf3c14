import { isRefusal, refuse, type Refusal } from '@amends/kernel';
import { settlementLife } from '../manual-settlement/transitions';
import { refundOf } from './account';
import type { AccountCommand, AccountRefusal } from './commands';
import { conclude } from './concluding';
import { freeLostLeg, lostLeg, revive } from './lost-legs';
import { tell, tellOfLeg, type Story } from './story';

type DataOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>['data'];

/** F8: somebody says that the money of a lost leg was transferred by hand. Nothing is booked until another person has confirmed it. */
export const proposeSettlement = (
  story: Story,
  { refundId, legId, reference, reason, by }: DataOf<'ProposeManualSettlement'>,
): Story | Refusal<AccountRefusal> => {
  const found = freeLostLeg(story, { refundId, legId });
  if (isRefusal(found)) return found;
  const number = found.refund.settlements.length + 1;
  const data = { refundId, number, legId, reference, reason, by, occurredAt: story.at };
  return tell(story, { type: 'account.settlement_proposed', data });
};

/** Another person has seen the transfer, or has not. With `four_eyes_required` the one who proposed it is refused. */
export const decideSettlement = (
  story: Story,
  { refundId, number, confirmed, by }: DataOf<'DecideManualSettlement'>,
): Story | Refusal<AccountRefusal> => {
  const refund = refundOf(story.account, refundId);
  const settlement = refund?.settlements.find((each) => each.number === number);
  if (settlement === undefined) return refuse('not_found', 'there is no such settlement');
  const { status, legId, proposedBy } = settlement;
  if (!settlementLife.permits(status, 'confirm'))
    return refuse('invalid_transition', 'it was decided already', { currentStatus: status, allowedActions: [] });
  if (by === proposedBy) return refuse('four_eyes_required', 'Another person has to decide.');
  const data = { refundId, number, by, occurredAt: story.at };
  if (!confirmed) return tell(story, { type: 'account.settlement_declined', data });

  const found = lostLeg(story, { refundId, legId });
  if (isRefusal(found)) return found;
  const revived = revive(story, found.refund, found.refund.legs);
  if (isRefusal(revived)) return revived;
  const told = tell(revived, { type: 'account.settlement_confirmed', data });
  const booked = tellOfLeg(told, found.refund, found.leg, 'refund_leg.succeeded', { byHand: true });
  return conclude(booked, refundId);
};
