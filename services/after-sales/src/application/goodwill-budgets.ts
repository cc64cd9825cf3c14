import type { GoodwillGiver } from '@amends/contracts';
import {
  budgetMonth,
  budgetView,
  goodwillBudgetAggregate,
  goodwillBudgetDecider,
  UNLIMITED,
  type BudgetLimits,
  type GoodwillBudget,
} from '@amends/domain/after-sales';
import { Clock, isRefusal } from '@amends/kernel';
import { EventStore, handle } from '@amends/platform/event-store';
import { Commands, notFound, problem, type Answerable, type Caller, type CommandContext } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { budgetStreamOf } from './streams';

/** What may be given out of goodwill, by whom, and what was given of it. */
@Injectable()
export class GoodwillBudgets {
  constructor(
    private readonly store: EventStore,
    private readonly commands: Commands,
    private readonly clock: Clock,
  ) {}

  /** Sets the limits of a giver in one currency; a budget that is not the caller's to set is 404. */
  set(context: CommandContext, giver: GoodwillGiver, currency: string, limits: BudgetLimits): Promise<void> {
    ownOrPlatforms(giver, context.caller);
    const streamId = budgetStreamOf(giver, currency);
    return this.commands.run(context, async (unit) => {
      const { version } = await unit.load(goodwillBudgetAggregate, streamId);
      if (context.ifMatch !== undefined && context.ifMatch !== version)
        return problem('version_conflict', { version, allowedActions: [] });
      const { role, id } = context.caller;
      const data = { giver, currency, limits, by: { role, id }, at: unit.now };
      const handled = await handle(unit, goodwillBudgetDecider, streamId, { type: 'SetLimits', data });
      if (isRefusal(handled)) return handled;
      const body = shown(giver, handled.state, currency, budgetMonth(unit.now));
      return { status: 200, body, etag: handled.version };
    });
  }

  /** A budget in a month, by default the present one. */
  async find(caller: Caller, giver: GoodwillGiver, currency: string, month?: string): Promise<Answerable> {
    ownOrPlatforms(giver, caller);
    const streamId = budgetStreamOf(giver, currency);
    const { state, version } = (await this.store.read(goodwillBudgetAggregate, streamId)) ?? NOT_SET;
    return { version, body: shown(giver, state, currency, month ?? budgetMonth(this.clock.now())), streamId };
  }
}

const NOT_SET = { state: UNLIMITED, version: 0 };

const shown = ({ kind, id }: GoodwillGiver, budget: GoodwillBudget, currency: string, month: string): object => ({
  [kind === 'merchant' ? 'merchantId' : 'agentId']: id,
  ...budgetView(budget, currency, month),
});

/** Another's budget is not there, but for those who set it for the platform. */
const ownOrPlatforms = ({ kind, id }: GoodwillGiver, { role, id: person, merchantId }: Caller): void => {
  if (role === 'operator' || role === 'supervisor') return;
  if ((kind === 'merchant' ? merchantId : person) !== id) notFound();
};
