import {
  accountAggregate,
  decisionView,
  recoveryOf,
  recoveryView,
  refundOf,
  type Account,
  type DecisionOutcome,
  type RecoveryView,
  type Refund,
} from '@amends/domain/refunds';
import { Clock } from '@amends/kernel';
import { EventStore, readPast, type Moment } from '@amends/platform/event-store';
import { mayKnow, scopeOf, type Caller, type ListAnswer } from '@amends/platform/http';
import { Freshness, isRecent } from '@amends/platform/messaging';
import { Injectable } from '@nestjs/common';
import { accountStream } from './streams';

export type FoundRefund = Readonly<{ streamId: string; account: Account; refund: Refund }>;
export type FoundAccount = Readonly<{ streamId: string; account: Account; version: number }>;
export type RefundFilter = Readonly<{
  orderId?: string;
  afterSaleId?: string;
  status?: string;
  updatedAfter?: string;
  /** Only those that an operator should look at, or that he need not. */
  flagged?: boolean;
  limit: number;
  cursor?: string;
}>;

export type DecisionFilter = Readonly<{
  orderId?: string;
  afterSaleId?: string;
  buyerId?: string;
  outcome?: DecisionOutcome;
  limit: number;
  cursor?: string;
}>;

export type RecoveryFilter = Readonly<{
  id?: string;
  orderId?: string;
  buyerId?: string;
  status?: string;
  limit: number;
  cursor?: string;
}>;

/** Finds refunds and the books of orders for those who may know of them. */
@Injectable()
export class RefundFinder {
  constructor(
    private readonly store: EventStore,
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {}

  /** The refund, as far as the caller may know of it; one that is only just made is waited for. */
  async refund(caller: Caller, id: string): Promise<FoundRefund | undefined> {
    const found = await this.soon(isRecent(id, 'rfd', this.clock), () => this.anyRefund(id));
    return found && mayKnow(caller, found.account.order) ? found : undefined;
  }

  /** The refund as it was, for those who may know of it today. */
  async past(caller: Caller, id: string, moment: Moment): Promise<FoundRefund | undefined> {
    const found = await this.refund(caller, id);
    if (found === undefined) return undefined;
    const { streamId } = found;
    const versionIn = (account: Account) => refundOf(account, id)?.version;
    const past = await readPast(this.store, { aggregate: accountAggregate, streamId }, moment, versionIn);
    const refund = past && refundOf(past.state, id);
    return past && refund && { streamId, account: past.state, refund };
  }

  /** The refund, for those inside: the provider, the retry of an operator. */
  async anyRefund(id: string): Promise<FoundRefund | undefined> {
    const page = await this.store.list(accountAggregate, { kind: 'refund', where: { id }, limit: 1 });
    const [item] = page.items;
    const refund = item && refundOf(item.state, id);
    return item && refund && { streamId: item.streamId, account: item.state, refund };
  }

  /** The stream in which something is owed under this id, as far as the caller may know of it. */
  async recovery(caller: Caller, id: string): Promise<string | undefined> {
    const where = { id, ...scopeOf(caller) };
    const page = await this.store.list(accountAggregate, { kind: 'recovery', where, limit: 1 });
    return page.items[0]?.streamId;
  }

  /** What is owed, as far as the caller may know of it; the newest debt first. */
  async recoveries(caller: Caller, { limit, cursor, ...filter }: RecoveryFilter): Promise<ListAnswer<RecoveryView>> {
    const page = await this.store.list(accountAggregate, {
      kind: 'recovery',
      // What is not the caller's own stays out, whatever he asks for.
      where: { ...filter, ...scopeOf(caller) },
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const data = page.items.flatMap(({ id, state }) => {
      const found = recoveryOf(state, id);
      return found === undefined ? [] : [recoveryView(state, found)];
    });
    return { data, nextCursor: page.nextCursor };
  }

  /** The account of an order, with the version of its stream; of an order placed a moment ago it is waited for. */
  async account(caller: Caller, orderId: string): Promise<FoundAccount | undefined> {
    const streamId = accountStream(orderId);
    if (streamId === undefined) return undefined;
    const opened = async () => {
      const loaded = await this.store.read(accountAggregate, streamId);
      return loaded?.state.order ? loaded : undefined;
    };
    const found = await this.soon(isRecent(orderId, 'ord', this.clock), opened, streamId);
    if (found === undefined || !mayKnow(caller, found.state.order)) return undefined;
    return { account: found.state, version: found.version, streamId };
  }

  /** The newest refunds that the caller may know of. */
  async list(
    caller: Caller,
    { limit, cursor, ...filter }: RefundFilter,
  ): Promise<Readonly<{ items: readonly FoundRefund[]; nextCursor: string | null }>> {
    const page = await this.store.list(accountAggregate, {
      kind: 'refund',
      where: { ...filter, ...scopeOf(caller) },
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const items = page.items.flatMap(({ id, streamId, state: account }) => {
      const refund = refundOf(account, id);
      return refund === undefined ? [] : [{ streamId, account, refund }];
    });
    return { items, nextCursor: page.nextCursor };
  }

  /** What was decided about fast refunds, the newest first. */
  async decisions(
    caller: Caller,
    { limit, cursor, outcome, ...filter }: DecisionFilter,
  ): Promise<Readonly<{ data: readonly object[]; nextCursor: string | null }>> {
    const page = await this.store.list(accountAggregate, {
      kind: 'fast_refund_decision',
      where: { ...filter, ...(outcome && { type: outcome }), ...scopeOf(caller) },
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const data = page.items.flatMap(({ id, state }) => decisionView(state, id) ?? []);
    return { data, nextCursor: page.nextCursor };
  }

  private soon<T>(recent: boolean, ask: () => Promise<T | undefined>, about?: string): Promise<T | undefined> {
    return recent ? this.freshness.until(ask, undefined, about) : ask();
  }
}
