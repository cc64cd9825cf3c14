import { RouteConfig } from '@nestjs/platform-fastify';

/** What a route may ask of the server besides the usual. */
export type RouteOptions = Readonly<{
  /** The largest body in bytes; 1 MiB unless the route says otherwise. */
  bodyLimit?: number;
  /** Keeps the bytes of the body in `request.rawBody`, for signatures. */
  keepRawBody?: boolean;
  /** Takes multipart/form-data as well; the body is then a Buffer. */
  multipart?: boolean;
}>;

/** Sets options of a route: one such decorator per route. */
export const RouteTakes = (options: RouteOptions): MethodDecorator => RouteConfig({ amends: options });

/** The options in Fastify's own configuration of a route. */
export const optionsIn = (config: unknown): RouteOptions =>
  typeof config === 'object' && config !== null && 'amends' in config ? (config.amends as RouteOptions) : {};
