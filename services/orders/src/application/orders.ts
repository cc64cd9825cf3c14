import type { Address } from '@amends/contracts';
import { PLATFORM_POLICY_VERSION } from '@amends/domain/after-sales';
import {
  allowedActionsOf,
  orderAggregate,
  orderDecider,
  type LineActor,
  type OrderCommand,
  type PlaceOrder,
} from '@amends/domain/orders';
import { isRefusal, refuse, type Instant, type Refusal } from '@amends/kernel';
import {
  EventStore,
  handle,
  NameTaken,
  ofStream,
  readPast,
  type Moment,
  type Unit,
} from '@amends/platform/event-store';
import { problem, type Caller, type ProblemCode } from '@amends/platform/http';
import { Freshness } from '@amends/platform/messaging';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { onlyFor, visibleTo, type PlacedOrder } from './access';
import { orderName, orderStream } from './streams';

/** A purchase as the checkout knows it; its address is in the clear. */
export type NewOrder = Omit<PlaceOrder['data'], 'orderId' | 'policyVersion' | 'shippingAddress' | 'at'> &
  Readonly<{ shippingAddress: Address }>;

/** An order and its version. */
export type Versioned = Readonly<{ state: PlacedOrder; version: number }>;
export type Outcome = Versioned | Refusal<ProblemCode>;

/** Who asks, and which version he has seen. */
export type Asked = Readonly<{ caller: Caller; ifMatch: number | undefined }>;

@Injectable()
export class Orders {
  constructor(
    private readonly store: EventStore,
    private readonly keyring: Keyring,
    private readonly freshness: Freshness,
  ) {}

  /** Places a paid order. Its number belongs to its merchant: `order_exists` names the order that has it. */
  async place(unit: Unit, caller: Caller, { shippingAddress, ...purchase }: NewOrder): Promise<Outcome> {
    const { merchantId, orderNumber, buyerId } = purchase;
    onlyFor(caller, merchantId);
    const name = orderName(merchantId, orderNumber);
    const existing = await unit.lookup(name);
    if (existing !== undefined)
      return refuse('order_exists', 'The merchant has an order of this number.', { id: existing });

    const orderId = unit.newId('ord');
    const placed = await handle(unit, orderDecider, orderStream(orderId), {
      type: 'PlaceOrder',
      data: {
        ...purchase,
        orderId,
        policyVersion: PLATFORM_POLICY_VERSION,
        shippingAddress: { sealed: await this.keyring.seal(buyerId, shippingAddress) },
        at: unit.now,
      },
    });
    if (isRefusal(placed)) return placed;
    unit.claim(name, orderId);
    return { state: visibleTo(caller, placed.state), version: placed.version };
  }

  /** Runs a command on an order that the caller may know of, in the version he has seen. */
  async change(unit: Unit, asked: Asked, orderId: string, command: (at: Instant) => OrderCommand): Promise<Outcome> {
    const { caller, ifMatch } = asked;
    const streamId = orderStream(orderId);
    const { state, version } = await unit.load(orderAggregate, streamId);
    const order = visibleTo(caller, state);
    if (ifMatch !== undefined && ifMatch !== version)
      return refuse('version_conflict', 'The order has changed since.', {
        version,
        allowedActions: allowedActionsOf(order, caller.role),
      });
    const changed = await handle(unit, orderDecider, streamId, command(unit.now));
    return isRefusal(changed) ? changed : { state: visibleTo(caller, changed.state), version: changed.version };
  }

  /** The order, if the caller may know of it. */
  async find(caller: Caller, orderId: string): Promise<Versioned | undefined> {
    const found = await this.store.read(orderAggregate, orderStream(orderId));
    return found === undefined ? undefined : { state: visibleTo(caller, found.state), version: found.version };
  }

  /** The order as it was, for those who may know of it today. */
  async past(caller: Caller, orderId: string, moment: Moment): Promise<Versioned | undefined> {
    if ((await this.find(caller, orderId)) === undefined) return undefined;
    const stream = { aggregate: orderAggregate, streamId: orderStream(orderId) };
    const past = await readPast(this.store, stream, moment, ofStream);
    return past && { state: visibleTo(caller, past.state), version: past.version };
  }

  /** Waits until what after-sales has just said about the order is known here: it may lock lines, or hold them. */
  async knowTickets(orderId: string): Promise<void> {
    await this.freshness.heard('after-sales', orderId);
  }
}

/**
 * Runs a write that takes a unique name. Where another took it in the same moment, it runs once more and finds that out
 * by itself.
 */
export const withUniqueName = async (run: () => Promise<void>): Promise<void> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof NameTaken)) throw error;
    await run();
  }
};

/** Whose hand a caller's is on an order. */
export const actorOf = ({ role }: Caller): LineActor =>
  role === 'buyer' || role === 'merchant' || role === 'storefront' ? role : problem('forbidden');
