import { policyDecider } from '@amends/domain/insurance';
import { handle } from '@amends/platform/event-store';
import type { DeadlineHandler } from '@amends/platform/timers';

/** An answer, a payout or an end is due: the insurance itself knows whether the deadline still lives. */
export const deadlineReached: DeadlineHandler = async ({ streamId, name, token }, unit) => {
  await handle(unit, policyDecider, streamId, { type: 'DeadlineReached', data: { name, token, at: unit.now } });
};
