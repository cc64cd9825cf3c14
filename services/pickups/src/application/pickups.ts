import {
  isBooked,
  parcelAggregate,
  parcelLife,
  pickupView,
  type Booked,
  type Courier,
  type ParcelCommandMessage,
  type ParcelState,
} from '@amends/domain/pickups';
import { Clock, isRefusal, refuse, type Instant, type Refusal } from '@amends/kernel';
import { EventStore, type Unit } from '@amends/platform/event-store';
import { mayKnow, notFound, scopeOf, type Caller, type ProblemCode } from '@amends/platform/http';
import { Freshness, isRecent } from '@amends/platform/messaging';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeParcel } from './change-parcel';
import { pickupStream } from './streams';

/** A pickup as it is answered, and its version. */
export type Answered = Readonly<{ version: number; body: ReturnType<typeof pickupView>; streamId: string }>;

export type PickupFilter = Readonly<{ afterSaleId?: string; orderId?: string; limit: number; cursor?: string }>;
export type PickupPage = Readonly<{ data: readonly object[]; nextCursor: string | null }>;

/** Pickups, for those who may know of them. */
@Injectable()
export class Pickups {
  constructor(
    private readonly store: EventStore,
    private readonly freshness: Freshness,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** The pickup, if the caller may know of it; one that was only just asked for is waited for (api.md 1). */
  async find(caller: Caller, id: string): Promise<Answered | undefined> {
    const found = await this.known(id);
    const pickup = found && bookedFor(caller, found.state);
    return found && pickup && this.answer(pickup, found.version);
  }

  /** The newest pickups that the caller may know of. */
  async list(caller: Caller, { limit, cursor, ...filter }: PickupFilter): Promise<PickupPage> {
    const page = await this.store.list(parcelAggregate, {
      kind: 'pickup',
      where: { ...filter, ...scopeOf(caller) },
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const data = await Promise.all(
      page.items.map(async ({ state, version }) => {
        const pickup = bookedFor(caller, state);
        return pickup === undefined ? [] : [(await this.answer(pickup, version)).body];
      }),
    );
    return { data: data.flat(), nextCursor: page.nextCursor };
  }

  /** Resolves when the pickup is here, or when it is clear that it is not. */
  async await(id: string): Promise<void> {
    await this.known(id);
  }

  /** Runs a command on a pickup that the caller may know of, in the version he has seen. */
  async change(
    unit: Unit,
    { caller, ifMatch }: Readonly<{ caller: Caller; ifMatch: number | undefined }>,
    id: string,
    command: (at: Instant) => ParcelCommandMessage,
  ): Promise<Answered | Refusal<ProblemCode>> {
    const streamId = pickupStream(id);
    const { state, version } = await unit.load(parcelAggregate, streamId);
    const pickup = bookedFor(caller, state) ?? notFound();
    if (ifMatch !== undefined && ifMatch !== version)
      return refuse('version_conflict', 'The pickup has changed since.', {
        version,
        allowedActions: parcelLife.commandsOf(pickup.stage, 'buyer'),
      });
    const changed = await changeParcel(unit, streamId, command(unit.now));
    if (isRefusal(changed)) return changed;
    return this.answer(bookedFor(caller, changed.state) ?? notFound(), changed.version);
  }

  private known(id: string): Promise<Readonly<{ state: ParcelState; version: number }> | undefined> {
    const ask = () => this.store.read(parcelAggregate, pickupStream(id));
    return isRecent(id, 'pku', this.clock) ? this.freshness.until(ask, undefined, pickupStream(id)) : ask();
  }

  private async answer(pickup: Booked, version: number): Promise<Answered> {
    const { courier: sealed } = pickup.pickup;
    const courier = sealed === null ? undefined : await this.keyring.open<Courier>(pickup.buyerId, sealed.sealed);
    return {
      version,
      body: pickupView(pickup, version, courier ?? null),
      streamId: pickupStream(pickup.pickup.pickupId),
    };
  }
}

const bookedFor = (caller: Caller, { journey }: ParcelState): Booked | undefined =>
  isBooked(journey) && mayKnow(caller, journey) ? journey : undefined;
