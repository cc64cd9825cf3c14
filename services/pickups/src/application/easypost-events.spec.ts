import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { easypostReports } from './easypost-events';

const secret = 'sécret';
const sign = (body: string, by = secret): string =>
  `hmac-sha256-hex=${createHmac('sha256', by.normalize('NFKD')).update(body).digest('hex')}`;
const told = (body: string, signature = sign(body)) => easypostReports({ signature, body: Buffer.from(body), secret });

// In the shape of https://docs.easypost.com/docs/events with a tracker of https://docs.easypost.com/docs/trackers.
const detail = (status: string, more: object = {}) => ({
  object: 'TrackingDetail',
  status,
  status_detail: 'status_update',
  datetime: '2026-11-27T03:00:00Z',
  ...more,
});
const event = (details: unknown, result: object = {}): string =>
  JSON.stringify({
    id: 'evt_1',
    object: 'Event',
    description: 'tracker.updated',
    result: {
      id: 'trk_1',
      object: 'Tracker',
      tracking_code: 'EZ1',
      carrier: 'USPS',
      tracking_details: details,
      ...result,
    },
  });
const report = (more: object) => ({
  carrier: 'USPS',
  pickupId: null,
  trackingNumber: 'EZ1',
  at: '2026-11-27T03:00:00.000Z',
  freight: null,
  weightGrams: null,
  courier: null,
  ...more,
});

describe('an event of EasyPost', () => {
  it.each([
    ['in_transit', 'in_transit'],
    ['out_for_delivery', 'out_for_delivery'],
    ['available_for_pickup', 'out_for_delivery'],
    ['delivered', 'signed'],
    ['return_to_sender', 'exception'],
    ['failure', 'exception'],
  ])('%s is %s', (status, is) =>
    expect(told(event([detail(status)]))).toEqual([
      report({ event: is, eventId: `trk_1/2026-11-27T03:00:00.000Z/${status}/status_update` }),
    ]),
  );

  it.each(['pre_transit', 'unknown', 'cancelled', 'error', 'of another kind'])('%s tells nothing', (status) =>
    expect(told(event([detail(status)]))).toEqual([]),
  );

  it('of a lost parcel says so, whatever its status', () =>
    expect(told(event([detail('failure', { status_detail: 'lost' })]))).toMatchObject([{ event: 'lost' }]));

  it('tells the whole history, each step under an id of its own', () => {
    const history = [
      detail('pre_transit'),
      detail('in_transit'),
      detail('in_transit', { datetime: '2026-11-27T09:00:00Z' }),
      detail('delivered', { datetime: '2026-11-28T01:00:00Z' }),
    ];
    const reports = told(event(history));
    if (reports === 'forged') throw new Error('it is ours');
    expect(reports.map(({ event: is, at }) => [is, at])).toEqual([
      ['in_transit', '2026-11-27T03:00:00.000Z'],
      ['in_transit', '2026-11-27T09:00:00.000Z'],
      ['signed', '2026-11-28T01:00:00.000Z'],
    ]);
    expect(new Set(reports.map(({ eventId }) => eventId)).size).toBe(3);
  });

  it.each([
    ['a batch', event([], { object: 'Batch' })],
    ['a tracker without history', event(null)],
    ['a step without a time', event([detail('delivered', { datetime: null })])],
    ['no number', event([detail('delivered')], { tracking_code: null })],
  ])('about %s tells nothing', (_, body) => expect(told(body)).toEqual([]));

  it('with a whole weight is signed with a fraction', () => {
    const body = event([detail('delivered')], { weight: 615 });
    expect(told(body, sign(body.replace('615', '615.0')))).toMatchObject([{ event: 'signed' }]);
  });

  it('is forged when signed by another, for another body, otherwise or not at all', () => {
    const body = event([detail('delivered')]);
    expect(told(body, sign(body, 'other'))).toBe('forged');
    expect(told(`${body} `, sign(body))).toBe('forged');
    expect(told(body, sign(body).replace('hmac-sha256-hex=', 'sha256='))).toBe('forged');
    expect(told(body, '')).toBe('forged');
    expect(told('no JSON')).toBe('forged');
  });
});
