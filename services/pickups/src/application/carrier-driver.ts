import type { Address } from '@amends/contracts';
import {
  isBooked,
  parcelAggregate,
  parcelDecider,
  type Booked,
  type CarrierCall,
  type ParcelState,
} from '@amends/domain/pickups';
import { isRefusal } from '@amends/kernel';
import { Lanes, stubbornly } from '@amends/platform/effects';
import { EventStore, handle, type Metadata, type StoredEvent, type Unit } from '@amends/platform/event-store';
import { LOG, METRICS } from '@amends/platform/http';
import type { Log, Metrics } from '@amends/platform/observability';
import { Keyring } from '@amends/platform/personal-data';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type PickupsConfig } from '../config';
import { Carrier, type BookingAnswer } from './carrier';
import { changeParcel, failuresBefore } from './change-parcel';
import { CourierCounter } from './courier-counter';
import { numberStream } from './streams';

const PAGE = 100;

type Asked = Booked & Readonly<{ pickup: { call: CarrierCall } }>;

/**
 * Asks the carrier for what was decided, after it was committed, and records the answers. What a crash or a silent
 * carrier leaves open is found again: at the start, and by the pickup's own deadline. Calls about one pickup wait for
 * each other.
 */
@Injectable()
export class CarrierDriver implements OnModuleInit, OnModuleDestroy {
  private readonly lanes: Lanes;
  private readonly counter: CourierCounter;
  private stopHearing: () => void = () => undefined;

  constructor(
    private readonly store: EventStore,
    private readonly carrier: Carrier,
    private readonly keyring: Keyring,
    @Inject(CONFIG) { CARRIER_CONCURRENCY: width }: PickupsConfig,
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.lanes = new Lanes(width);
    this.counter = new CourierCounter(metrics);
  }

  onModuleInit(): void {
    this.stopHearing = this.store.committed((events) => events.forEach((event) => this.heard(event)));
  }

  async onModuleDestroy(): Promise<void> {
    this.stopHearing();
    await this.lanes.idle();
    await this.carrier.close();
  }

  /** Asks once more about everything that was left without an answer. */
  async resume(): Promise<void> {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await this.store.list(parcelAggregate, {
        kind: 'pickup',
        where: { flagged: true },
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id, streamId } of page.items) this.start(streamId, { actor: CARRIER, correlationId: id });
      cursor = page.nextCursor;
    }
  }

  private heard(event: StoredEvent): void {
    this.counter.note(event.type);
    if (event.type === 'parcel.carrier_asked')
      this.start(event.streamId, { ...event.metadata, actor: CARRIER, causationId: event.id });
  }

  private start(streamId: string, metadata: Metadata): void {
    void this.lanes.run(streamId, () => this.ask(streamId, metadata));
  }

  /** Makes the call that is open now; one that was answered meanwhile is not made again. */
  private async ask(streamId: string, metadata: Metadata): Promise<void> {
    const loaded = await this.stubbornly(() => this.store.read(parcelAggregate, streamId));
    const journey = loaded?.state.journey ?? null;
    if (!isAsked(journey)) return;
    const { number, what } = journey.pickup.call;
    if (what === 'cancel') {
      if (await this.carrier.cancel(journey.pickup.pickupId))
        await this.record(metadata, (unit) =>
          changeParcel(unit, streamId, { type: 'HearCancelled', data: { number, at: unit.now } }),
        );
      return;
    }
    const answer = await this.book(journey);
    if (answer.outcome !== 'silence') await this.record(metadata, (unit) => hearAnswer(unit, streamId, number, answer));
  }

  private async book(journey: Asked): Promise<BookingAnswer> {
    const { buyerId, carrier, pickup } = journey;
    const { pickupId, slot } = pickup;
    const opened = await this.stubbornly(async () => ({
      address: await this.keyring.open<Address>(buyerId, pickup.address.sealed),
    }));
    if (opened === undefined) return { outcome: 'silence' };
    const { address } = opened;
    return address === undefined
      ? { outcome: 'declined', code: 'address_erased' }
      : this.carrier.book({ pickupId, slot, address, carrier });
  }

  private async record(metadata: Metadata, work: (unit: Unit) => Promise<unknown>): Promise<void> {
    await this.stubbornly(() => this.store.run(metadata, work));
  }

  /** Later the deadline asks again. */
  private stubbornly<T>(work: () => Promise<T>): Promise<T | undefined> {
    return stubbornly(work, (fault) => this.log.error('carrier.answer_not_recorded', fault));
  }
}

const CARRIER = { role: 'system', id: 'carrier' } as const;

const isAsked = (journey: ParcelState['journey']): journey is Asked =>
  isBooked(journey) && journey.pickup.call !== null;

/** Records what the carrier answered to a booking, and whose the number is that it gave. */
const hearAnswer = async (
  unit: Unit,
  streamId: string,
  number: number,
  answer: Exclude<BookingAnswer, { outcome: 'silence' }>,
): Promise<void> => {
  const { state } = await unit.load(parcelAggregate, streamId);
  const at = unit.now;
  if (answer.outcome === 'declined') {
    const data = { number, because: answer.code, failuresBefore: await failuresBefore(unit, state), at };
    await changeParcel(unit, streamId, { type: 'HearDeclined', data });
    return;
  }
  const { carrier, trackingNumber } = answer;
  const heard = await changeParcel(unit, streamId, {
    type: 'HearBooked',
    data: { number, carrier, trackingNumber, at },
  });
  if (isRefusal(heard) || heard.events.length === 0 || !isBooked(heard.state.journey)) return;
  await nameNumber(unit, streamId, heard.state.journey);
};

/** From now on scans of the number belong to the pickup; what was scanned of it before is told now. */
const nameNumber = async (unit: Unit, streamId: string, journey: Booked): Promise<void> => {
  const { orderId, merchantId, buyerId, trackingNumber, pickup } = journey;
  const data = { orderId, merchantId, buyerId, trackingNumber, pickupId: pickup.pickupId, at: unit.now };
  const named = await handle(unit, parcelDecider, numberStream(trackingNumber), { type: 'NameNumber', data });
  if (isRefusal(named) || named.events.length === 0) return;
  const before = await failuresBefore(unit, { ...named.state, journey });
  for (const scan of named.state.held)
    await changeParcel(unit, streamId, { type: 'HearScan', data: { scan, failuresBefore: before, at: unit.now } });
};
