import {
  isBooked,
  maskedPhone,
  parcelAggregate,
  SCAN_EVENTS,
  type ParcelState,
  type Scan,
} from '@amends/domain/pickups';
import { uuidOf, type Instant } from '@amends/kernel';
import { EventStore, type Metadata, type Unit } from '@amends/platform/event-store';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeParcel, failuresBefore } from './change-parcel';
import { numberStream, pickupStream } from './streams';

/** What a carrier reports. `at` is its own time; freight in minor units; absent fields are null. */
export type CarrierReport = Readonly<{
  carrier: string;
  eventId: string;
  pickupId: string | null;
  trackingNumber: string | null;
  event: string;
  at: Instant | null;
  freight: number | null;
  weightGrams: number | null;
  courier: Readonly<{ name: string; phone: string }> | null;
}>;

/** Takes in what carriers report, in any order and number (rulings.md 6.6). */
@Injectable()
export class CarrierReports {
  constructor(
    private readonly store: EventStore,
    private readonly keyring: Keyring,
  ) {}

  /** Gives a report to the parcel it is about; what is about nothing of ours, or says nothing that counts, changes nothing. */
  async take(report: CarrierReport, correlationId: string): Promise<void> {
    const event = SCAN_EVENTS.find((known) => known === report.event);
    const streamId = streamOf(report);
    if (event === undefined || streamId === undefined) return;
    const metadata: Metadata = { actor: { role: 'system', id: 'carrier' }, correlationId };
    await this.store.run(metadata, async (unit) => {
      const parcel = await find(unit, streamId);
      if (report.pickupId !== null && parcel.state.journey === null) return;
      const scan: Scan = {
        eventId: `${report.carrier}/${report.eventId}`,
        event,
        at: report.at ?? unit.now,
        freight: report.freight,
        weightGrams: report.weightGrams,
        courier: await this.sealed(report, parcel.state),
      };
      await changeParcel(unit, parcel.streamId, {
        type: 'HearScan',
        data: { scan, failuresBefore: await this.failures(unit, event, parcel.state), at: unit.now },
      });
    });
  }

  /** Only couriers that fail, or whose failure may have been told before their assignment, are counted. */
  private failures(unit: Unit, event: Scan['event'], state: ParcelState): Promise<number> {
    const counts = event === 'pickup_failed' || event === 'courier_assigned';
    return counts ? failuresBefore(unit, state) : Promise.resolve(0);
  }

  private async sealed({ courier }: CarrierReport, { journey }: ParcelState): Promise<Scan['courier']> {
    if (courier === null || !isBooked(journey)) return null;
    const { name, phone } = courier;
    return { sealed: await this.keyring.seal(journey.buyerId, { name, phone: maskedPhone(phone) }) };
  }
}

const streamOf = ({ pickupId, trackingNumber }: CarrierReport): string | undefined => {
  if (pickupId !== null) return uuidOf(pickupId, 'pku');
  return trackingNumber === null ? undefined : numberStream(trackingNumber);
};

/** The parcel; that of a number which belongs to a pickup is the pickup's. */
const find = async (unit: Unit, streamId: string): Promise<Readonly<{ streamId: string; state: ParcelState }>> => {
  const { state } = await unit.load(parcelAggregate, streamId);
  if (state.pickupId === null) return { streamId, state };
  const pickup = pickupStream(state.pickupId);
  return { streamId: pickup, state: (await unit.load(parcelAggregate, pickup)).state };
};
