import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { idOf, instant, uuidv7 } from '@amends/kernel';
import { EasyPostCarrier } from './easypost-carrier';
import { KeptEasyPost, type Fault } from './easypost-for-tests';

let easypost: KeptEasyPost;
let carrier: EasyPostCarrier;

beforeEach(async () => {
  easypost = new KeptEasyPost();
  const url = await easypost.start();
  carrier = new EasyPostCarrier({ apiKey: 'EZTK1', url, timeoutMs: 500, returnsTo: 'adr_1', parcel: 'prcl_1' });
});
afterEach(() => easypost.stop());

const pickupId = idOf('pku', uuidv7(Date.now(), new Uint8Array(10)));
const slot = { from: instant(Date.UTC(2026, 10, 27, 1)), to: instant(Date.UTC(2026, 10, 27, 3)) };
const later = { from: instant(Date.UTC(2026, 10, 28, 1)), to: instant(Date.UTC(2026, 10, 28, 3)) };
const address = {
  name: 'Li Lei',
  phone: '13800000000',
  region: 'US-CA',
  city: 'Redondo Beach',
  street: '179 N Harbor Dr',
  postalCode: '90277',
};
const wanted = { pickupId, slot, address, carrier: 'sf' };
const booked = { outcome: 'booked', carrier: 'USPS', trackingNumber: 'EZ1' };
const FOUR_STEPS = ['POST /shipments', 'POST /shipments/:/buy', 'POST /pickups', 'POST /pickups/:/buy'];

describe('EasyPost is asked for a courier', () => {
  it('with a label to the merchant, at the lowest rate', async () => {
    expect(await carrier.book(wanted)).toEqual(booked);
    expect(easypost.calls).toEqual(FOUR_STEPS);
    const from = {
      name: 'Li Lei',
      phone: '13800000000',
      street1: '179 N Harbor Dr',
      city: 'Redondo Beach',
      zip: '90277',
    };
    const at = { ...from, country: 'US', state: 'CA' };
    expect(easypost.shipments.map(({ asked }) => asked)).toEqual([
      { reference: pickupId, from_address: at, to_address: { id: 'adr_1' }, parcel: { id: 'prcl_1' } },
    ]);
    expect(easypost.pickups.map(({ asked }) => asked)).toEqual([
      { reference: pickupId, address: at, shipment: { id: 'shp_1' }, min_datetime: slot.from, max_datetime: slot.to },
    ]);
  });

  it('of the carrier that is wished, where that one goes there', async () =>
    expect(await carrier.book({ ...wanted, carrier: 'fedex' })).toMatchObject({ carrier: 'FedEx' }));

  it('once: the same request again is the same courier', async () => {
    await carrier.book(wanted);
    expect(await carrier.book(wanted)).toEqual(booked);
    expect(easypost.calls).toEqual(FOUR_STEPS);
  });

  it('once, however many others were asked for meanwhile', async () => {
    await carrier.book(wanted);
    for (let n = 0; n < 120; n++)
      easypost.pickups.push({ ...first(easypost.pickups), id: `pickup_${String(n + 2)}`, reference: 'other' });
    for (let n = 0; n < 120; n++)
      easypost.shipments.push({ ...first(easypost.shipments), id: `shp_${String(n + 2)}`, reference: 'other' });
    expect(await carrier.book(wanted)).toEqual(booked);
    expect(easypost.calls).toEqual(FOUR_STEPS);
  });

  it.each(FOUR_STEPS.flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
    'and after silence at %s, %s its effect, there is one label and one courier',
    async (call, fault) => {
      easypost.fail(call, fault);
      expect(await carrier.book(wanted)).toEqual({ outcome: 'silence' });
      expect(await carrier.book(wanted)).toEqual(booked);
      expect(easypost.shipments).toHaveLength(1);
      expect(easypost.pickups).toHaveLength(1);
      expect(easypost.calls.filter((each) => each === 'POST /shipments/:/buy')).toHaveLength(1);
    },
  );

  it('in another slot: the first courier is called off, the label stays', async () => {
    await carrier.book(wanted);
    expect(await carrier.book({ ...wanted, slot: later })).toEqual(booked);
    expect(easypost.pickups.map(({ status, min_datetime: from }) => [status, from])).toEqual([
      ['canceled', slot.from],
      ['scheduled', later.from],
    ]);
    expect(easypost.shipments).toHaveLength(1);
  });

  it('and nobody carries it', async () => {
    easypost.rates = [];
    expect(await carrier.book(wanted)).toEqual({ outcome: 'declined', code: 'no_rate' });
  });

  it('and no courier comes for it', async () => {
    easypost.pickupRates = [];
    expect(await carrier.book(wanted)).toEqual({ outcome: 'declined', code: 'no_pickup_rate' });
    expect(first(easypost.shipments).refund_status).toBe('submitted');
  });

  const answers: readonly (readonly [Exclude<Fault, string>, object])[] = [
    [
      { status: 422, code: 'PICKUP.ADDRESS.INVALID' },
      { outcome: 'declined', code: 'PICKUP.ADDRESS.INVALID' },
    ],
    [
      { status: 400, code: 'BAD_REQUEST' },
      { outcome: 'declined', code: 'BAD_REQUEST' },
    ],
    [
      { status: 404, code: 'NOT_FOUND' },
      { outcome: 'declined', code: 'NOT_FOUND' },
    ],
    [{ status: 401, code: 'APIKEY.INACTIVE' }, { outcome: 'silence' }],
    [{ status: 402, code: 'PAYMENT_REQUIRED' }, { outcome: 'silence' }],
    [{ status: 403, code: 'FORBIDDEN' }, { outcome: 'silence' }],
    [{ status: 408, code: 'REQUEST.TIMEOUT' }, { outcome: 'silence' }],
    [{ status: 422, code: 'SHIPMENT.POSTAGE.EXISTS' }, { outcome: 'silence' }],
    [{ status: 429, code: 'RATE_LIMITED' }, { outcome: 'silence' }],
    [{ status: 500, code: 'INTERNAL_SERVER_ERROR' }, { outcome: 'silence' }],
    [{ status: 503, code: 'SERVICE_UNAVAILABLE' }, { outcome: 'silence' }],
  ];
  it.each(answers)('and answers %j: %j', async (refused, answer) => {
    easypost.fail('POST /shipments', refused);
    expect(await carrier.book(wanted)).toEqual(answer);
  });
});

describe('EasyPost is told that nobody needs to come', () => {
  it('the courier is called off and the label given back, once', async () => {
    await carrier.book(wanted);
    expect(await carrier.cancel(pickupId)).toBe(true);
    expect(await carrier.cancel(pickupId)).toBe(true);
    expect(easypost.calls.slice(4)).toEqual(['POST /pickups/:/cancel', 'POST /shipments/:/refund']);
  });

  it('of a pickup it does not know', async () => expect(await carrier.cancel(pickupId)).toBe(true));

  it.each(['before', 'after', { status: 422, code: 'PICKUP.CANCEL.FAILED' }] as const)(
    'and does not take it (%j): it is told again',
    async (fault) => {
      await carrier.book(wanted);
      easypost.fail('POST /pickups/:/cancel', fault);
      expect(await carrier.cancel(pickupId)).toBe(false);
      expect(await carrier.cancel(pickupId)).toBe(true);
      expect(first(easypost.pickups).status).toBe('canceled');
    },
  );
});

const first = <Item>([item]: readonly Item[]): Item => {
  if (item === undefined) throw new Error('there is none');
  return item;
};
