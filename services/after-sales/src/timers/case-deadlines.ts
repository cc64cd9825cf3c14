import { caseDecider } from '@amends/domain/after-sales';
import { handle } from '@amends/platform/event-store';
import type { DeadlineHandler } from '@amends/platform/timers';
import { askedBy } from '../application/streams';

/** Time has passed: the case decides whether the deadline still lives, and what silence means (timers.md). */
export const reachDeadline: DeadlineHandler = async ({ streamId, name, token }, unit) => {
  const asked = askedBy(unit, { role: 'system', id: 'timer' });
  await handle(unit, caseDecider, streamId, { type: 'DeadlineReached', data: { ...asked, name, token } });
};
