import { randomUUID } from 'node:crypto';
import type { Case } from './cases';
import type { Objects } from './fixtures';
import { nameOf, requestTo, type Operation } from './operations';
import { allowed, type People, type Role } from './people';
import { bodyOf, kindOf, namesIn, NOBODY, pathOf } from './samples';

const PERSONAL: readonly Role[] = ['storefront', 'buyer', 'merchant'];
const TRAVERSALS = [
  '..',
  '../../v1/orders',
  '%2e%2e',
  '.',
  "' OR 1=1 --",
  '<script>',
  '{id}',
  '\u0000',
  '\u{1f4a3}',
  '*',
];

/** Every route with ids, for ids of nothing and for texts that are none. */
export const unknownObjects = (operations: readonly Operation[], people: People): readonly Case[] =>
  operations.filter(namesObjects).flatMap((operation) => {
    const { roles = [] } = operation;
    const wrong = [...TRAVERSALS, ...lookalikes(operation), 'x'.repeat(299), 'x'.repeat(301)];
    return [undefined, ...wrong].map((value) => ({
      name: value === undefined ? 'nobody has this id' : `${JSON.stringify(value).slice(0, 30)} is no id`,
      request: requestTo(operation, pathOf(operation, value === undefined ? {} : { id: value }), {
        token: allowed(people, roles),
        ...written(operation),
      }),
      status: 404,
      code: 'not_found',
    }));
  });

/** Every route with a name of somebody, for texts that can be nobody's. */
export const unknownNames = (operations: readonly Operation[], people: People): readonly Case[] =>
  operations
    .filter((operation) => namesIn(operation.path).includes('id') && kindOf(operation, 'id') === undefined)
    .flatMap((operation) =>
      ['\u0000', 'a\u0000b', 'x'.repeat(200)].map((id) => ({
        name: `${JSON.stringify(id).slice(0, 30)} is nobody`,
        request: requestTo(operation, pathOf(operation, { id }), {
          ...(operation.roles === undefined ? {} : { token: allowed(people, operation.roles) }),
          ...written(operation),
        }),
        status: 404,
        code: 'not_found',
      })),
    );

/** Every route with ids or names of people, for what belongs to other people: as if it were not there. */
export const foreignObjects = (
  operations: readonly Operation[],
  objects: Objects,
  strangers: People,
): readonly Case[] =>
  operations.flatMap((operation) =>
    PERSONAL.filter((role) => operation.roles?.includes(role)).flatMap((role) => {
      const names = namesIn(operation.path);
      if (!names.some((name) => name === 'id' || name === 'merchantId')) return [];
      const kind = kindOf(operation, 'id');
      const id = kind === undefined ? NOBODY : objects[kind];
      if (id === undefined) throw new Error(`${nameOf(operation)}: nobody has made a ${String(kind)}`);
      return [
        {
          name: `foreign for a ${role}`,
          request: requestTo(operation, pathOf(operation, { id }), {
            token: strangers.tokens[role],
            ...written(operation),
          }),
          status: 404,
          code: 'not_found',
        },
      ];
    }),
  );

/** Lists that are asked for what belongs to other people have nothing to show. */
export const foreignFilters = (
  operations: readonly Operation[],
  objects: Objects,
  strangers: People,
): readonly Case[] => {
  const filters: Readonly<Record<string, string | undefined>> = { orderId: objects.ord, afterSaleId: objects.aft };
  return operations.flatMap((operation) =>
    PERSONAL.filter((role) => operation.method === 'GET' && operation.roles?.includes(role)).flatMap((role) =>
      operation.parameters
        .filter(({ in: place, name }) => place === 'query' && filters[name] !== undefined)
        .map(({ name }) => ({
          name: `foreign for a ${role}`,
          request: requestTo(operation, `${operation.path}?${name}=${filters[name] ?? ''}`, {
            token: strangers.tokens[role],
          }),
          status: [200, 404],
          body: { data: [], nextCursor: null },
        })),
    ),
  );
};

const namesObjects = (operation: Operation): boolean =>
  operation.roles !== undefined && kindOf(operation, 'id') !== undefined;

/** Ids that are nearly right: another kind, too short, too long, past 128 bits, a letter that the alphabet leaves out. */
const lookalikes = (operation: Operation): readonly string[] => {
  const kind = kindOf(operation, 'id') ?? '';
  return [
    ...['xyz_01H00000000000000000000000', `${kind}_01H`, `${kind}_`, kind],
    ...[
      `${kind}_01H000000000000000000000000`,
      `${kind}_81H00000000000000000000000`,
      `${kind}_01H0000000000000000000000U`,
    ],
  ];
};

const written = (operation: Operation): object => {
  const json = bodyOf(operation);
  return json === undefined ? {} : { json, headers: { 'idempotency-key': randomUUID() } };
};
