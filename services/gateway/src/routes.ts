/** Where the services' paths begin. */
export const PREFIXES = ['/v1', '/dev', '/.well-known'] as const;

/** Who answers behind the one origin. */
export const UPSTREAMS = [
  'orders',
  'after-sales',
  'refunds',
  'pickups',
  'insurance',
  'integrations',
  'sandbox',
] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** First match wins: what is about an order but belongs to another service stands before the orders. `:` is one segment. */
const routes: readonly (readonly [pattern: string, upstream: Upstream])[] = [
  ['/v1/orders/:/ledger', 'refunds'],
  ['/v1/orders/:/after-sale-options', 'after-sales'],
  ['/v1/orders/:/cancellations', 'after-sales'],
  ['/v1/orders/:/policy', 'after-sales'],
  ['/v1/orders/:/timeline', 'after-sales'],
  ['/v1/orders/:/units', 'after-sales'],
  ['/v1/orders', 'orders'],
  ['/v1/prices', 'orders'],
  ['/v1/after-sales', 'after-sales'],
  ['/v1/evidence', 'after-sales'],
  ['/v1/reason-catalogue', 'after-sales'],
  ['/v1/policies', 'after-sales'],
  ['/v1/merchants/:/reasons', 'after-sales'],
  ['/v1/merchants/:/policy', 'after-sales'],
  ['/v1/merchants/:/policy-flags', 'after-sales'],
  ['/v1/merchants/:/auto-approve-rules', 'after-sales'],
  ['/v1/buyers/:/suggested-actions', 'after-sales'],
  ['/v1/disputes', 'after-sales'],
  ['/v1/complaints', 'after-sales'],
  ['/v1/standard-replies', 'after-sales'],
  ['/v1/merchants/:/goodwill-budget', 'after-sales'],
  ['/v1/agents/:/goodwill-budget', 'after-sales'],
  ['/v1/goodwill-proposals', 'after-sales'],
  ['/v1/refunds', 'refunds'],
  ['/v1/reconciliations', 'refunds'],
  ['/v1/psp', 'refunds'],
  ['/v1/fast-refund/book', 'integrations'],
  ['/v1/fast-refund', 'refunds'],
  ['/v1/buyers/:/after-sale-history', 'after-sales'],
  ['/v1/buyers/:/fast-refund', 'refunds'],
  ['/v1/buyers/:/accounts', 'refunds'],
  ['/v1/pickups', 'pickups'],
  ['/v1/carriers', 'pickups'],
  ['/v1/insurance', 'insurance'],
  ['/v1/insurers', 'insurance'],
  ['/v1/events', 'integrations'],
  ['/v1/ledger', 'integrations'],
  ['/dev/buyers', 'refunds'],
  ['/dev/tokens', 'sandbox'],
  ['/dev/clock', 'sandbox'],
  ['/dev/sandbox', 'sandbox'],
  ['/.well-known', 'sandbox'],
];

const compiled = routes.map(([pattern, upstream]) => ({ segments: pattern.split('/').slice(1), upstream }));

/** The service that answers a path (without its query), or undefined if nobody does. */
export const upstreamOf = (path: string): Upstream | undefined => {
  const segments = path.split('/').slice(1);
  return compiled.find((route) =>
    route.segments.every((wanted, i) => (wanted === ':' ? Boolean(segments[i]) : wanted === segments[i])),
  )?.upstream;
};
