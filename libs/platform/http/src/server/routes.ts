import { RequestMethod, type Type } from '@nestjs/common';
import { declaredAccess } from '../identity/access-guard';
import type { Access } from '../identity/caller';

/** Where Nest keeps what @Controller, @Get and their like say. */
const PATH_METADATA = 'path';
const METHOD_METADATA = 'method';

/** One route and who may use it; undefined: it says nothing, so nobody. */
export type Route = Readonly<{ method: string; path: string; access: Access | undefined; handler: string }>;

/** The routes of controllers, as declared. */
export const routesOf = (controllers: readonly Type[]): readonly Route[] =>
  controllers.flatMap((controller) => {
    const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
    return handlersOf(controller).flatMap(([name, handler]) => {
      const paths = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
      if (paths === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      const access = declaredAccess(handler, controller);
      return prefixes.flatMap((prefix) =>
        [paths]
          .flat()
          .map((path) => ({ method, path: join(prefix, path), access, handler: `${controller.name}.${name}` })),
      );
    });
  });

/** @throws naming every route that says nothing about who may use it */
export const checkRoutes = (controllers: readonly Type[]): void => {
  const open = routesOf(controllers).filter(({ access }) => access === undefined);
  if (open.length === 0) return;
  const names = open.map(({ method, path, handler }) => `${method} ${path} (${handler})`);
  throw new Error(`routes need @Roles or @Public: ${names.join(', ')}`);
};

/** The methods of a controller by name, routes and others. */
export const handlersOf = (controller: Type): readonly (readonly [string, object])[] => {
  const prototype = controller.prototype as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = name === 'constructor' ? undefined : prototype[name];
    return typeof method === 'function' ? [[name, method] as const] : [];
  });
};

const join = (...parts: readonly string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
