import type { Case } from './cases';
import { requestTo, type Operation } from './operations';
import { pathOf } from './samples';

/** Paths that lead out of what is served, or nowhere. */
const STRANGE_PATHS = [
  ...[
    '/v1',
    '/v1/',
    '/v2/orders',
    '/v1/nothing',
    '/v1/ordersx',
    '//v1/orders',
    '/v1//orders',
    '/V1/orders',
    '/dev',
    '/dev/nothing',
  ],
  ...['/v1/../package.json', '/v1/orders/../../../etc/passwd', '/v1/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd'],
  ...['/docs/assets/nothing.js'],
  ...[
    '/openapi/nothing.json',
    '/openapi/..%2forders.json',
    '/openapi/__proto__.json',
    '/openapi/orders.json/x',
    '/openapi/orders',
  ],
  ...[
    '/.well-known/nothing',
    '/.env',
    '/.git/config',
    '/metrics/x',
    '/health/x',
    '/problems/__proto__',
    '/problems/nothing',
  ],
  ...['/v1/psp/../orders', '/v1/psp/nobody/notifications/x'],
];

/** Paths that are refused before it is asked whether they are there. */
const CLOSED_PATHS = [
  ...['/docs/assets/../../package.json', '/docs/assets/..%2f..%2fpackage.json', '/docs/assets/%2e%2e/package.json'],
  ...['/v1/after-sales/%00', '/v1/orders/%0d%0aset-cookie:a=b'],
];

/** Paths whose escapes are no text. */
const UNREADABLE_PATHS = ['/v1/orders/%', '/v1/orders/%zz', '/v1/orders/%C0%AF', '/v1/after-sales/%ff', '/%'];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];

export const strangePaths = (): readonly Case[] => [
  ...STRANGE_PATHS.map((path) => ({
    name: 'a path of nothing',
    request: { method: 'GET', path },
    status: 404,
    code: 'not_found',
  })),
  ...CLOSED_PATHS.map((path) => ({ name: 'a closed path', request: { method: 'GET', path }, status: [401, 403] })),
  ...UNREADABLE_PATHS.map((path) => ({
    name: 'a path that is no text',
    request: { method: 'GET', path },
    status: [400, 404],
  })),
];

/** Every path with every method that no document lists for it. */
export const unlistedMethods = (operations: readonly Operation[]): readonly Case[] =>
  operations.flatMap((operation) => {
    const listed = operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
    return METHODS.filter((method) => !listed.includes(method)).map((method) => ({
      name: 'a method that is not listed',
      request: { ...requestTo(operation, pathOf(operation)), method },
      // Without a token it may be taken for an object of another route: /v1/after-sales/batch-approvals.
      status: [401, 404],
    }));
  });
