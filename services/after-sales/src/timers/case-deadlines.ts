import type { DeadlineHandler } from '@amends/platform/timers';
import { goodwillProposalDecider } from '@amends/domain/after-sales';
import { handle } from '@amends/platform/event-store';
import { changeCase } from '../application/case-changes';
import { changeComplaint } from '../application/complaint-changes';
import type { Credit } from '../application/credit';
import { askedBy } from '../application/streams';

/** Time has passed: the complaint, the proposal or the case decides whether the deadline still lives, and what silence means (timers.md). */
export const reachDeadline =
  (credit: Credit): DeadlineHandler =>
  async ({ streamId, name, token }, unit) => {
    if (name.startsWith('cmp_')) {
      await changeComplaint(unit, streamId, { type: 'DeadlineReached', data: { at: unit.now, token } });
      return;
    }
    if (name.startsWith('gwp_')) {
      await handle(unit, goodwillProposalDecider, streamId, { type: 'DeadlineReached', data: { at: unit.now, token } });
      return;
    }
    const asked = askedBy(unit, { role: 'system', id: 'timer' });
    await changeCase(unit, streamId, { type: 'DeadlineReached', data: { ...asked, name, token } }, credit);
  };
