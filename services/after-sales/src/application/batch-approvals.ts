import { isRefusal } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import { Commands, mayKnow, type CommandContext } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { CaseFinder } from './case-finder';
import { Credit } from './credit';
import { askedBy, caseAggregate } from './streams';

/** What became of one of many: `status` is the ticket's, null where the caller has no such ticket (rulings.md 3.9). */
export type BatchAnswer = Readonly<{ id: string; ok: boolean; status: string | null; code?: string }>;

/** Approves what can be approved, all in one change, and says for each what became of it. */
@Injectable()
export class BatchApprovals {
  constructor(
    private readonly commands: Commands,
    private readonly finder: CaseFinder,
    private readonly credit: Credit,
  ) {}

  async approve(context: CommandContext, ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)];
    const streams = await Promise.all(wanted.map((id) => this.finder.streamOf(id)));
    const work = async (unit: Unit) => {
      const data: BatchAnswer[] = [];
      for (const [index, id] of wanted.entries()) data.push(await this.approveOne(unit, context, id, streams[index]));
      return { status: 200, body: { data, nextCursor: null } };
    };
    await this.commands.run(context, work, { keyRequired: true });
  }

  private async approveOne(
    unit: Unit,
    { caller }: CommandContext,
    afterSaleId: string,
    streamId: string | undefined,
  ): Promise<BatchAnswer> {
    const unknown = { id: afterSaleId, ok: false, status: null, code: 'not_found' };
    if (streamId === undefined) return unknown;
    const { state } = await unit.load(caseAggregate, streamId);
    const ticket = state.tickets.find(({ id }) => id === afterSaleId);
    if (state.order === null || ticket === undefined || !mayKnow(caller, state.order)) return unknown;

    const asked = askedBy(unit, { role: caller.role, id: caller.id });
    const command = { type: 'Approve', data: { ...asked, afterSaleId, comment: null } } as const;
    const handled = await changeCase(unit, streamId, command, this.credit);
    if (isRefusal(handled)) return { id: afterSaleId, ok: false, status: ticket.status, code: handled.refused };
    const after = handled.state.tickets.find(({ id }) => id === afterSaleId);
    return { id: afterSaleId, ok: true, status: after?.status ?? ticket.status };
  }
}
