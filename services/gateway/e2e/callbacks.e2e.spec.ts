import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { carrierReport, forgedNotifications, forgedReports, notification } from './callback-cases';
import { failuresOf } from './cases';
import { objectsOf, shippedOrder, type Objects } from './fixtures';
import { accepted, hangUp, send, type Request } from './http';
import { newPeople, type People } from './people';
import { writtenAtRest } from './stores';

jest.setTimeout(180_000);

let people: People;
let objects: Objects;
let refundNumber: string;

beforeAll(async () => {
  people = await newPeople();
  objects = await objectsOf(people);
  const refund = await accepted({
    method: 'GET',
    path: `/v1/refunds/${objects.rfd ?? ''}`,
    token: people.tokens.buyer,
  });
  const [leg] = refund.legs as readonly Readonly<{ refundNumber: string }>[];
  refundNumber = leg?.refundNumber ?? '';
});

afterAll(hangUp);

/** Sends the same request again and again, at first alone, then all at once. */
const replayed = async (request: Request): Promise<readonly number[]> => {
  const first = await send(request);
  const others = await Promise.all(Array.from({ length: 5 }, () => send(request)));
  return [first, ...others].map(({ status }) => status);
};

describe('a notification of the payment provider', () => {
  it('that is not its own, or says nothing, is refused and changes nothing', async () => {
    const before = await writtenAtRest();
    expect(await failuresOf(forgedNotifications(refundNumber))).toEqual([]);
    expect(await writtenAtRest()).toEqual(before);
  });

  it('is taken once, however often it comes, and only for what the provider itself has in its books', async () => {
    const before = await writtenAtRest();
    for (const type of ['refund.succeeded', 'refund.failed'])
      expect(await replayed(notification({ type, refundNumber }))).toEqual(Array(6).fill(200));
    expect(await replayed(notification({ type: 'refund.failed', refundNumber: randomUUID() }))).toEqual(
      Array(6).fill(200),
    );
    expect(await writtenAtRest()).toEqual(before);
  });
});

describe('a report of a carrier', () => {
  it('that is not its own, or says nothing, is refused and changes nothing', async () => {
    const before = await writtenAtRest();
    expect(await failuresOf(forgedReports(objects.pku ?? ''))).toEqual([]);
    expect(await writtenAtRest()).toEqual(before);
  });

  it('changes the state of its parcel once, however often it comes', async () => {
    const { trackingNumber } = await shippedOrder(people);
    const report = (event: string) => carrierReport({ eventId: randomUUID(), trackingNumber, event });
    await writtenAtRest();
    await accepted(report('picked_up'));
    const scan = report('in_transit');
    const before = await writtenAtRest();
    await accepted(scan);
    const once = await writtenAtRest();
    expect(once).not.toEqual(before);
    expect(await replayed(scan)).toEqual(Array(6).fill(200));
    expect(await writtenAtRest()).toEqual(once);
  });
});
