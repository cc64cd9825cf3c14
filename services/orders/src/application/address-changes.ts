import type { Address, Sealed } from '@amends/contracts';
import {
  addressActions,
  orderAggregate,
  orderDecider,
  type AddressChange,
  type AddressChangeOrder,
} from '@amends/domain/orders';
import { isRefusal, refuse, type Instant, type Refusal } from '@amends/kernel';
import { handle, type Unit } from '@amends/platform/event-store';
import { notFound, type ProblemCode } from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { visibleTo, type PlacedOrder } from './access';
import type { Asked } from './orders';
import { orderStream } from './streams';

/** Seals an address or a text for the buyer of the order. */
type Seal = (value: object | string) => Promise<Sealed>;

/** What of a wish is sealed, opened for those who may see the order; null where it was erased, or nothing was said. */
export type AddressWords = Readonly<{ address: Address | null; explanation: string | null }>;

export type Decided = Readonly<{ change: AddressChange; version: number }> | Refusal<ProblemCode>;

/** Wishes for another address, and what the merchant decides about them (rulings.md 8.1). */
@Injectable()
export class AddressChanges {
  constructor(private readonly keyring: Keyring) {}

  /** Asks for another address; the answer is the new wish. */
  request(unit: Unit, asked: Asked, orderId: string, address: Address): Promise<Decided> {
    return this.change(unit, asked, orderId, undefined, async (seal, at) => ({
      type: 'RequestAddressChange',
      data: { address: await seal({ ...address }), at },
    }));
  }

  redirect(unit: Unit, asked: Asked, orderId: string, number: number): Promise<Decided> {
    return this.change(unit, asked, orderId, number, (_, at) => ({ type: 'RedirectParcels', data: { number, at } }));
  }

  reship(unit: Unit, asked: Asked, orderId: string, number: number): Promise<Decided> {
    return this.change(unit, asked, orderId, number, (_, at) => ({ type: 'ReshipGoods', data: { number, at } }));
  }

  /** Words that are missing or blank are none. */
  decline(
    unit: Unit,
    asked: Asked,
    orderId: string,
    { number, explanation }: Readonly<{ number: number; explanation: string }>,
  ): Promise<Decided> {
    return this.change(unit, asked, orderId, number, async (seal, at) => ({
      type: 'DeclineAddressChange',
      data: { number, explanation: explanation.trim() === '' ? null : await seal(explanation), at },
    }));
  }

  /** The words of every wish of an order, by its number. */
  async wordsOf({ order: { buyerId }, addressChanges }: PlacedOrder): Promise<ReadonlyMap<number, AddressWords>> {
    const words = addressChanges.map(async ({ number, address, explanation }) => {
      const opened: AddressWords = {
        address: (await this.keyring.open<Address>(buyerId, address.sealed)) ?? null,
        explanation: explanation && ((await this.keyring.open<string>(buyerId, explanation.sealed)) ?? null),
      };
      return [number, opened] as const;
    });
    return new Map(await Promise.all(words));
  }

  private async change(
    unit: Unit,
    { caller, ifMatch }: Asked,
    orderId: string,
    number: number | undefined,
    command: (seal: Seal, at: Instant) => AddressChangeOrder | Promise<AddressChangeOrder>,
  ): Promise<Decided> {
    const streamId = orderStream(orderId);
    const { state, version } = await unit.load(orderAggregate, streamId);
    const { order } = visibleTo(caller, state);
    if (ifMatch !== undefined && ifMatch !== version)
      return refuse('version_conflict', 'The order has changed since.', {
        version,
        allowedActions: addressActions(state, caller.role, unit.now),
      });
    const seal: Seal = async (value) => ({ sealed: await this.keyring.seal(order.buyerId, value) });
    const changed = await handle(unit, orderDecider, streamId, await command(seal, unit.now));
    if (isRefusal(changed)) return changed;
    const { addressChanges } = changed.state;
    const change = number === undefined ? addressChanges.at(-1) : addressChanges.find((each) => each.number === number);
    return { change: change ?? notFound(), version: changed.version };
  }
}
