import { expect, it } from '@jest/globals';
import { upstreamOf } from './routes';

it.each([
  ['/v1/orders', 'orders'],
  ['/v1/orders/ord_1/shipments', 'orders'],
  ['/v1/orders/ord_1/ledger', 'refunds'],
  ['/v1/orders/ord_1/after-sale-options', 'after-sales'],
  ['/v1/orders/ord_1/cancellations', 'after-sales'],
  ['/v1/orders/ord_1/timeline', 'after-sales'],
  ['/v1/after-sales/aft_1/offers/1/accept', 'after-sales'],
  ['/v1/buyers/b-1/fast-refund/consent', 'refunds'],
  ['/v1/buyers/b-1/after-sale-history', 'after-sales'],
  ['/v1/merchants/m-1/reasons', 'after-sales'],
  ['/v1/complaints/cmp_1/answers', 'after-sales'],
  ['/v1/standard-replies', 'after-sales'],
  ['/v1/events/stream', 'integrations'],
  ['/dev/sandbox/psp/ledger', 'sandbox'],
  ['/.well-known/jwks.json', 'sandbox'],
])('%s is answered by %s', (path, upstream) => expect(upstreamOf(path)).toBe(upstream));

it.each(['/', '/v1', '/v1/ordersx', '/v2/orders', '/v1/buyers/b-1', '/v1/buyers//accounts'])(
  '%s is answered by nobody',
  (path) => expect(upstreamOf(path)).toBeUndefined(),
);
