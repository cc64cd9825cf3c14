import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { promisedRoutes, routeName } from './contract';
import { hangUp, send } from './http';
import { documentedOperations, isHandedOn, type Operation } from './operations';

let operations: readonly Operation[];

beforeAll(async () => {
  operations = (await documentedOperations()).filter(isHandedOn);
});

afterAll(hangUp);

const documented = ({ method, path }: Operation): string => routeName(method, path);

it('documents every promised route that is built', async () => {
  const listed = operations.map(documented);
  const missing = promisedRoutes.filter(({ route }) => !listed.includes(route));
  const built = await Promise.all(
    missing.map(async ({ route, method, path }) => {
      const { status } = await send({ method, path: path.replace(/\{\w+\}/g, 'x') });
      return status === 404 ? [] : [`${route} answers ${String(status)}`];
    }),
  );
  expect(built.flat()).toEqual([]);
});

it('documents who may use a route, as it was promised', () => {
  const told = operations.map((operation) => [documented(operation), operation.roles?.toSorted() ?? 'public'] as const);
  const promised = new Map(promisedRoutes.map(({ route, roles }) => [route, roles?.toSorted() ?? 'public']));
  expect(told.filter(([route]) => promised.has(route))).toEqual(
    told.filter(([route]) => promised.has(route)).map(([route]) => [route, promised.get(route)]),
  );
});

it('has no route that was not promised', () => {
  const promised = promisedRoutes.map(({ route }) => route);
  expect(
    operations.map(documented).filter((route) => !promised.includes(route) && !route.includes('/.well-known/')),
  ).toEqual([]);
});

it('takes no two routes for one operation', () => {
  const listed = operations.map(documented);
  expect(listed.filter((route, index) => listed.indexOf(route) !== index)).toEqual([]);
});
