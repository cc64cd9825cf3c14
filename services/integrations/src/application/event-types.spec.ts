import { describe, expect, it } from '@jest/globals';
import { isPublic, typesMeantBy } from './event-types';

describe('the types that a list means', () => {
  it('are named with or without their version', () => {
    expect(typesMeantBy('order.paid')).toEqual(['order.paid.v1']);
    expect(typesMeantBy('order.paid.v1, refund.succeeded')).toEqual(['order.paid.v1', 'refund.succeeded.v1']);
  });
  it('are named by their family, and only that', () => {
    const refunds = typesMeantBy('refund.*') ?? [];
    expect(refunds).toContain('refund.succeeded.v1');
    expect(refunds.filter((type) => !type.startsWith('refund.'))).toEqual([]);
  });
  it('may be all', () => expect(typesMeantBy('*')).toContain('price.changed.v1'));
  it('never are private ones', () => {
    expect(typesMeantBy('refund.request')).toEqual([]);
    expect(typesMeantBy('*')).not.toContain('buyer_credit.changed.v1');
    expect([isPublic('refund.request'), isPublic('order.ticket_heard'), isPublic('order.paid')]).toEqual([
      false,
      false,
      true,
    ]);
  });
  it('may be unknown: then they mean nothing', () => {
    expect(typesMeantBy('order.dreamt')).toEqual([]);
    expect(typesMeantBy('order.paid.v2')).toEqual([]);
  });
  it.each(['', 'order.paid,', 'Order.Paid', 'order.%', '*.paid', "order.paid'"])('cannot be read from "%s"', (list) =>
    expect(typesMeantBy(list)).toBeUndefined(),
  );
});
