import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { stripeNotifications } from './stripe-notification';

const secret = 'whsec_test';
const refund = (status: string, metadata: object = { refundNumber: 'rfd_1-1' }) => ({
  object: 'refund',
  status,
  metadata,
});
const event = (type: string, object: object) =>
  JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });

const told = (body: string, { timestamp, by = secret }: Readonly<{ timestamp?: number; by?: string }> = {}) => {
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret: by,
    ...(timestamp === undefined ? {} : { timestamp }),
  });
  return stripeNotifications({ signature, body: Buffer.from(body), secret });
};

describe('an event of Stripe', () => {
  it.each([
    ['refund.updated', 'succeeded', 'succeeded'],
    ['refund.created', 'succeeded', 'succeeded'],
    ['charge.refund.updated', 'canceled', 'failed'],
    ['refund.failed', 'failed', 'failed'],
  ])('%s with a refund that %s says that it %s', (type, status, says) =>
    expect(told(event(type, refund(status)))).toEqual([{ id: 'evt_1', refundNumber: 'rfd_1-1', says }]),
  );

  it('about a charge tells of all its refunds', () => {
    const data = [refund('succeeded'), refund('failed', { refundNumber: 'rfd_2-1' }), refund('pending')];
    expect(told(event('charge.refunded', { refunds: { data } }))).toEqual([
      { id: 'evt_1', refundNumber: 'rfd_1-1', says: 'succeeded' },
      { id: 'evt_1', refundNumber: 'rfd_2-1', says: 'failed' },
    ]);
  });

  it.each(['completed', 'expired', 'async_payment_succeeded', 'async_payment_failed'])(
    'that a session of the checkout is %s names the link',
    (what) => {
      const session = { object: 'checkout.session', client_reference_id: 'rfd_1-pay-1' };
      expect(told(event(`checkout.session.${what}`, session))).toEqual([{ id: 'evt_1', linkNumber: 'rfd_1-pay-1' }]);
    },
  );

  it.each([
    ["a session of the shop's own", event('checkout.session.completed', { client_reference_id: null })],
    ['a session that the shop has numbered', event('checkout.session.completed', { client_reference_id: 'SO-1' })],
    ['a refund of somebody else', event('refund.updated', refund('succeeded', {}))],
    ['a refund without an end', event('refund.updated', refund('pending'))],
    ['a charge without its refunds', event('charge.refunded', {})],
    ['something else', event('payout.paid', {})],
  ])('about %s tells nothing', (_, body) => expect(told(body)).toEqual([]));

  it('is forged when signed by another, for another body, or long ago', () => {
    const body = event('refund.updated', refund('succeeded'));
    expect(told(body, { by: 'whsec_other' })).toBe('forged');
    expect(told(body, { timestamp: Math.floor(Date.now() / 1000) - 301 })).toBe('forged');
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret });
    expect(stripeNotifications({ signature, body: Buffer.from(`${body} `), secret })).toBe('forged');
    expect(stripeNotifications({ signature: 'v1=', body: Buffer.from(body), secret })).toBe('forged');
  });

  it('that is signed but no JSON cannot be read', () => expect(told('no JSON')).toBe('unreadable'));
});
