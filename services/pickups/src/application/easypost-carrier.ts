import { instant, uuidOf, type Instant } from '@amends/kernel';
import EasyPostClient, { type Pickup, type Shipment } from '@easypost/api';
import { Carrier, type BookingAnswer, type CourierWanted } from './carrier';
import { answerOfError } from './easypost-errors';

/** `url`: where the API is, without its version. `returnsTo` and `parcel`: ids at EasyPost, of an address and of a parcel's measures. */
export type EasyPostSettings = Readonly<{
  apiKey: string;
  url: string;
  timeoutMs: number;
  returnsTo: string;
  parcel: string;
}>;

const PAGE = 100;
/** Clocks may differ by so much. */
const MARGIN_MS = 3_600_000;

type Listed<Name extends string, Item> = Readonly<Record<Name, readonly Item[]> & { has_more: boolean }>;

/**
 * EasyPost: the label of the way back is bought as a shipment, and a courier for it as a pickup; both carry the id of our
 * pickup as their reference. Before either is made or bought it is looked for, so that no retry, however late, sends two
 * couriers or buys two labels. https://docs.easypost.com/docs/pickups and https://docs.easypost.com/docs/shipments
 */
export class EasyPostCarrier extends Carrier {
  private readonly easypost: InstanceType<typeof EasyPostClient>;

  constructor(private readonly settings: EasyPostSettings) {
    super();
    const { apiKey, url, timeoutMs: timeout } = settings;
    this.easypost = new EasyPostClient(apiKey, { timeout, baseUrl: `${url.replace(/\/$/, '')}/v2/` });
  }

  override async book(wanted: CourierWanted): Promise<BookingAnswer> {
    try {
      const answer = await this.ask(wanted).catch(answerOfError);
      // A label that nobody comes for is paid for nothing.
      if (answer.outcome === 'declined') await this.giveLabelsBack(wanted.pickupId);
      return answer;
    } catch {
      return { outcome: 'silence' };
    }
  }

  /** The courier stays at home, and the label is given back. */
  override async cancel(pickupId: string): Promise<boolean> {
    try {
      for (const { id, status } of await this.pickups(pickupId))
        if (status === 'scheduled') await this.easypost.Pickup.cancel(id);
      await this.giveLabelsBack(pickupId);
      return true;
    } catch {
      return false;
    }
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  private async ask(wanted: CourierWanted): Promise<BookingAnswer> {
    const shipment = await this.labelled(wanted);
    if (shipment === undefined) return { outcome: 'declined', code: 'no_rate' };
    const courier = await this.scheduled(wanted, shipment);
    if (courier === undefined) return { outcome: 'declined', code: 'no_pickup_rate' };
    return { outcome: 'booked', carrier: shipment.selected_rate.carrier, trackingNumber: shipment.tracking_code };
  }

  private async giveLabelsBack(pickupId: string): Promise<void> {
    for (const { id } of (await this.shipments(pickupId, true)).filter(isLabelled))
      await this.easypost.Shipment.refund(id);
  }

  /** The bought shipment of the pickup; undefined: nobody carries it. */
  private async labelled(wanted: CourierWanted): Promise<Shipment | undefined> {
    const bought = (await this.shipments(wanted.pickupId, true)).find(isLabelled);
    if (bought !== undefined) return bought;
    const [begun] = (await this.shipments(wanted.pickupId, false)).filter(({ refund_status: back }) => isAbsent(back));
    const shipment = begun ?? (await this.begin(wanted));
    const rate = cheapest(shipment.rates, wanted.carrier);
    return rate && this.easypost.Shipment.buy(shipment.id, rate.id);
  }

  private begin({ pickupId, address }: CourierWanted): Promise<Shipment> {
    const { returnsTo, parcel } = this.settings;
    return this.easypost.Shipment.create({
      reference: pickupId,
      from_address: addressAt(address),
      to_address: { id: returnsTo },
      parcel: { id: parcel },
    });
  }

  /** The bought pickup of this slot; one of another slot is called off. Undefined: no courier comes for such a parcel. */
  private async scheduled({ pickupId, slot, address }: CourierWanted, shipment: Shipment): Promise<Pickup | undefined> {
    const known = (await this.pickups(pickupId)).filter(({ status }) => status !== 'canceled');
    const inSlot = ({ min_datetime: from, max_datetime: to }: Pickup) =>
      Date.parse(from) === Date.parse(slot.from) && Date.parse(to) === Date.parse(slot.to);
    for (const other of known)
      if (other.status === 'scheduled' && !inSlot(other)) await this.easypost.Pickup.cancel(other.id);
    const mine = known.filter(inSlot);
    const scheduled = mine.find(({ status }) => status === 'scheduled');
    if (scheduled !== undefined) return scheduled;
    const pickup =
      mine[0] ??
      (await this.easypost.Pickup.create({
        reference: pickupId,
        address: addressAt(address),
        shipment: { id: shipment.id },
        min_datetime: slot.from,
        max_datetime: slot.to,
      }));
    const rate = cheapest(pickup.pickup_rates, shipment.selected_rate.carrier);
    return rate && this.easypost.Pickup.buy(pickup.id, rate.carrier, rate.service);
  }

  private pickups(pickupId: string): Promise<readonly Pickup[]> {
    return all('pickups', pickupId, (query) => this.easypost.Pickup.all(query));
  }

  private shipments(pickupId: string, purchased: boolean): Promise<readonly Shipment[]> {
    return all('shipments', pickupId, (query) => this.easypost.Shipment.all({ ...query, purchased }));
  }
}

/** Everything with our reference, the newest first, as EasyPost lists it: a hundred at a time. */
const all = async <Name extends string, Item extends Readonly<{ id: string; reference?: string | null }>>(
  name: Name,
  pickupId: string,
  list: (
    query: Readonly<{ page_size: number; start_datetime: Instant; before_id?: string }>,
  ) => Promise<Listed<Name, Item>>,
): Promise<readonly Item[]> => {
  const query = { page_size: PAGE, start_datetime: askedAt(pickupId) };
  const found: Item[] = [];
  for (let before: string | undefined, more = true; more;) {
    const page = await list(before === undefined ? query : { ...query, before_id: before });
    const items: readonly Item[] = page[name];
    found.push(...items.filter(({ reference }) => reference === pickupId));
    before = items.at(-1)?.id;
    more = page.has_more && before !== undefined;
  }
  return found;
};

/** Nothing of a pickup is older than its id, which holds the time. */
const askedAt = (pickupId: string): Instant => {
  const time = Number.parseInt((uuidOf(pickupId, 'pku') ?? '').replace('-', '').slice(0, 12), 16);
  return instant(Math.max(0, (Number.isNaN(time) ? 0 : time) - MARGIN_MS));
};

const isLabelled = ({ tracking_code: code, refund_status: back }: Shipment): boolean =>
  !isAbsent(code) && isAbsent(back);

/** EasyPost says null for what is not there; its types do not. */
const isAbsent = (value: string | null | undefined): boolean => value === null || value === undefined || value === '';

type Rate = Readonly<{ id: string; carrier: string; service: string; rate: string }>;

/** The lowest rate, of the carrier that is wished if it goes there at all. */
const cheapest = (rates: readonly Rate[], wished: string): Rate | undefined => {
  const theirs = rates.filter(({ carrier }) => carrier.toLowerCase() === wished.toLowerCase());
  return [...(theirs.length > 0 ? theirs : rates)].sort((one, other) => Number(one.rate) - Number(other.rate))[0];
};

/** A region is an ISO 3166-2 code: the country, and its part. */
const addressAt = ({ name, phone, region, city, street, postalCode }: CourierWanted['address']): object => {
  const [country = region, state] = region.split('-');
  return { name, phone, street1: street, city, zip: postalCode, country, ...(state === undefined ? {} : { state }) };
};
