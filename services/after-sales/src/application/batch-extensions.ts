import type { Address } from '@amends/contracts';
import type { CaseState, Ticket } from '@amends/domain/after-sales';
import { DAY_MS, isRefusal, later, type Instant } from '@amends/kernel';
import { EventStore, type Unit } from '@amends/platform/event-store';
import { Commands, type CommandContext } from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { CaseFinder } from './case-finder';
import { askedBy, caseAggregate } from './streams';

/** Tickets that are named, or those whose order goes to a region: so many of the newest, on from a cursor. */
export type ExtensionScope =
  Readonly<{ ids: readonly string[] }> | Readonly<{ region: string; limit: number; cursor?: string }>;

/** What became of one ticket's deadline: `at` is when it is due now, null where none runs or there is no such ticket. */
export type ExtensionAnswer = Readonly<{
  id: string;
  ok: boolean;
  kind: string | null;
  at: Instant | null;
  code?: string;
}>;

/** Gives many tickets more time at once, as for a flood or a festival (K19); each says so in its own story. */
@Injectable()
export class BatchExtensions {
  constructor(
    private readonly commands: Commands,
    private readonly finder: CaseFinder,
    private readonly store: EventStore,
    private readonly keyring: Keyring,
  ) {}

  /** Moves whatever deadline runs by so many days, all in one change, and answers for each. A cursor goes on with a region. */
  async extend(
    context: CommandContext,
    scope: ExtensionScope,
    { days, reason }: Readonly<{ days: number; reason: string }>,
  ): Promise<void> {
    const { targets, nextCursor } = 'ids' in scope ? await this.named(scope.ids) : await this.inRegion(scope);
    const work = async (unit: Unit) => {
      const data: ExtensionAnswer[] = [];
      for (const target of targets) data.push(await extendOne(unit, context, target, { days, reason }));
      return { status: 200, body: { data, nextCursor } };
    };
    await this.commands.run(context, work, { keyRequired: true });
  }

  private async named(ids: readonly string[]): Promise<Found> {
    const targets = [...new Set(ids)].map(async (id) => ({ id, streamId: await this.finder.streamOf(id) }));
    return { targets: await Promise.all(targets), nextCursor: null };
  }

  /** Where an order goes is sealed, so tickets are looked at one by one: those that wait for something. */
  private async inRegion({ region, limit, cursor }: Extract<ExtensionScope, { region: string }>): Promise<Found> {
    const { items, nextCursor } = await this.store.list(caseAggregate, {
      kind: 'after_sale',
      where: {},
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const targets = items.map(async ({ id, streamId, state }) => {
      const waits = ticketIn(state, id)?.deadline?.dueAt != null;
      return waits && (await this.regionOf(state)) === region ? [{ id, streamId }] : [];
    });
    return { targets: (await Promise.all(targets)).flat(), nextCursor };
  }

  private async regionOf({ order }: CaseState): Promise<string | undefined> {
    if (order === null) return undefined;
    return (await this.keyring.open<Address>(order.buyerId, order.shippingAddress.sealed))?.region;
  }
}

type Target = Readonly<{ id: string; streamId: string | undefined }>;
type Found = Readonly<{ targets: readonly Target[]; nextCursor: string | null }>;

const ticketIn = ({ tickets }: CaseState, afterSaleId: string): Ticket | undefined =>
  tickets.find(({ id }) => id === afterSaleId);

const extendOne = async (
  unit: Unit,
  { caller }: CommandContext,
  { id, streamId }: Target,
  { days, reason }: Readonly<{ days: number; reason: string }>,
): Promise<ExtensionAnswer> => {
  const before = streamId === undefined ? undefined : (await unit.load(caseAggregate, streamId)).state;
  const ticket = before && ticketIn(before, id);
  if (streamId === undefined || ticket === undefined) return { id, ok: false, kind: null, at: null, code: 'not_found' };
  const { kind = null, dueAt = null } = ticket.deadline ?? {};
  if (kind === null || dueAt === null) return { id, ok: false, kind, at: null, code: 'deadline_not_armed' };

  const handled = await changeCase(unit, streamId, {
    type: 'ExtendDeadline',
    data: {
      ...askedBy(unit, { role: caller.role, id: caller.id }),
      ...{ afterSaleId: id, kind, until: later(dueAt, days * DAY_MS), reason },
    },
  });
  if (isRefusal(handled)) return { id, ok: false, kind, at: dueAt, code: handled.refused };
  return { id, ok: true, kind, at: ticketIn(handled.state, id)?.deadline?.dueAt ?? null };
};
