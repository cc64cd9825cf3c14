import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { problem } from '../problems/problem';

/** Who may call, by what they are. */
export const ROLES = ['storefront', 'buyer', 'merchant', 'agent', 'supervisor', 'operator', 'integrator'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls, as the token says. `id` is its `sub`; a buyer has a buyerId, a merchant and a storefront a merchantId. */
export type Caller = Readonly<{ role: Role; id: string; buyerId?: string; merchantId?: string }>;

declare module 'fastify' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be widened
  interface FastifyRequest {
    /** Set by the guard; undefined on open routes. */
    caller: Caller | undefined;
    /** The bytes of the body, on routes marked with @KeepRawBody(). */
    rawBody: Buffer | undefined;
  }
}

/** Who may use a route: the roles, or 'public'. */
export type Access = 'public' | readonly Role[];
export const ACCESS = 'amends:access';

/** Only these roles may use the route: no token is 401, another role 403. A supervisor may do all that an agent may. */
export const Roles = (...roles: readonly [Role, ...Role[]]): CustomDecorator =>
  SetMetadata(ACCESS, roles.includes('agent') ? [...new Set<Role>([...roles, 'supervisor'])] : roles);

/** Anybody may use the route, without a token. */
export const Public = (): CustomDecorator => SetMetadata<string, Access>(ACCESS, 'public');

/** The caller of a route with @Roles. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The caller that the guard has recognised. */
export const callerOf = (request: FastifyRequest): Caller => request.caller ?? problem('unauthorized');
