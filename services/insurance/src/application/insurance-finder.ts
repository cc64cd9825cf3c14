import {
  claimAt,
  policyAggregate,
  type Claim,
  type InsuredOrder,
  type OrderHead,
  type Policy,
} from '@amends/domain/insurance';
import { Clock } from '@amends/kernel';
import { EventStore } from '@amends/platform/event-store';
import { mayKnow, scopeOf, type Caller } from '@amends/platform/http';
import { Freshness, isRecent } from '@amends/platform/messaging';
import { Injectable } from '@nestjs/common';
import { insuranceStream } from './streams';

export type FoundOrder = Readonly<{ order: OrderHead; state: InsuredOrder }>;
export type FoundPolicy = FoundOrder & Readonly<{ policy: Policy }>;
export type FoundClaim = FoundPolicy & Readonly<{ claim: Claim }>;
/** The stream that something is in, and the order it belongs to. */
export type Place = Readonly<{ streamId: string; orderId: string }>;

type Page<Item> = Readonly<{ items: readonly Item[]; nextCursor: string | null }>;
type Paging = Readonly<{ limit: number; cursor?: string }>;

/** Finds orders, policies and claims for those who may know of them. */
@Injectable()
export class InsuranceFinder {
  constructor(
    private readonly store: EventStore,
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {}

  /** An order whose purchase was heard; one placed a moment ago is waited for. */
  async order(caller: Caller, orderId: string): Promise<FoundOrder | undefined> {
    const streamId = insuranceStream(orderId);
    if (streamId === undefined) return undefined;
    const purchased = async () => {
      const loaded = await this.store.read(policyAggregate, streamId);
      return loaded?.state.purchased === true ? loaded.state : undefined;
    };
    const state = await (isRecent(orderId, 'ord', this.clock)
      ? this.freshness.until(purchased, undefined, streamId)
      : purchased());
    const order = state?.order ?? null;
    return state !== undefined && order !== null && mayKnow(caller, order) ? { order, state } : undefined;
  }

  /** Where the insurance of a ticket is, as far as the caller may know of it; a ticket opened a moment ago is waited for. */
  async ticket(caller: Caller, afterSaleId: string): Promise<Place | undefined> {
    const find = () => this.place(caller, 'ticket', afterSaleId);
    return isRecent(afterSaleId, 'aft', this.clock) ? this.freshness.until(find) : find();
  }

  /** Where a claim is, as far as the caller may know of it. */
  claim(caller: Caller, claimId: string): Promise<Place | undefined> {
    return this.place(caller, 'claim', claimId);
  }

  /** The newest policies that the caller may know of. */
  async policies(
    caller: Caller,
    { orderId, ...paging }: Paging & Readonly<{ orderId?: string }>,
  ): Promise<Page<FoundPolicy>> {
    const page = await this.store.list(policyAggregate, {
      ...paging,
      kind: 'policy',
      where: { ...(orderId === undefined ? {} : { orderId }), ...scopeOf(caller) },
    });
    return { items: page.items.flatMap(({ state }) => policyIn(state)), nextCursor: page.nextCursor };
  }

  /** The newest claims that the caller may know of. */
  async claims(
    caller: Caller,
    { limit, cursor, ...filter }: Paging & Readonly<{ afterSaleId?: string; orderId?: string; flagged?: boolean }>,
  ): Promise<Page<FoundClaim>> {
    const page = await this.store.list(policyAggregate, {
      kind: 'claim',
      where: { ...filter, ...scopeOf(caller) },
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: page.items.flatMap(({ id, state }) => claimIn(state, id)), nextCursor: page.nextCursor };
  }

  private async place(caller: Caller, kind: 'ticket' | 'claim', id: string): Promise<Place | undefined> {
    const page = await this.store.list(policyAggregate, { kind, where: { id, ...scopeOf(caller) }, limit: 1 });
    const [item] = page.items;
    return item?.state.order ? { streamId: item.streamId, orderId: item.state.order.orderId } : undefined;
  }
}

const policyIn = (state: InsuredOrder): readonly FoundPolicy[] => {
  const { order, policy } = state;
  return order === null || policy === null ? [] : [{ order, policy, state }];
};

/** The claim of this id with what it belongs to; none, or one. */
export const claimIn = (state: InsuredOrder, claimId: string): readonly FoundClaim[] => {
  const claim = claimAt(state, claimId);
  return claim === undefined ? [] : policyIn(state).map((found) => ({ ...found, claim }));
};
