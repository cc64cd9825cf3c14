import { orderDecider } from '@amends/domain/orders';
import { handle } from '@amends/platform/event-store';
import type { DeadlineHandler } from '@amends/platform/timers';

/** Automatic receipt and settlement: the order itself knows whether the deadline still lives. */
export const deadlineReached: DeadlineHandler = async ({ streamId, name, token }, unit) => {
  await handle(unit, orderDecider, streamId, { type: 'DeadlineReached', data: { name, token, at: unit.now } });
};
