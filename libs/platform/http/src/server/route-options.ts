import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';

/** What a route may ask of the server besides the usual. */
export type RouteOptions = Readonly<{
  /** The largest body in bytes; 1 MiB unless the route says otherwise. */
  bodyLimit?: number;
  /** Keeps the bytes of the body in `request.rawBody`, for signatures. */
  keepRawBody?: boolean;
  /** Takes multipart/form-data as well; the body is then a Buffer. */
  multipart?: boolean;
  /** For OpenAPI: the DTO class of a body that the route reads by itself. */
  body?: () => new () => object;
  /** For OpenAPI: the header by which the sender of the body is known. */
  signature?: string;
}>;

/** Sets options of a route: one such decorator per route. */
export const RouteTakes = (options: RouteOptions): MethodDecorator => RouteConfig({ amends: options });

/** The options that a handler was given. */
export const optionsOf = (handler: object): RouteOptions =>
  optionsIn(Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler));

/** The options in Fastify's own configuration of a route. */
export const optionsIn = (config: unknown): RouteOptions =>
  typeof config === 'object' && config !== null && 'amends' in config ? (config.amends as RouteOptions) : {};
