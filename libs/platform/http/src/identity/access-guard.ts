import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem';
import { ACCESS, type Access, type Caller } from './caller';
import { Tokens } from './tokens';

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i;

/** Lets nobody in whom the route does not name; a route that names nobody is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly accessOf = new WeakMap<object, Access>();

  constructor(private readonly tokens: Tokens) {}

  canActivate(context: ExecutionContext): true | Promise<true> {
    const access = this.access(context);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem('unauthorized');
    const caller = this.tokens.callerOf(token);
    return caller instanceof Promise
      ? caller.then((verified) => admit(request, verified, access))
      : admit(request, caller, access);
  }

  private access(context: ExecutionContext): Access {
    const handler = context.getHandler();
    const known = this.accessOf.get(handler);
    if (known !== undefined) return known;
    const access = declaredAccess(handler, context.getClass()) ?? [];
    this.accessOf.set(handler, access);
    return access;
  }
}

/** What the route, or its controller as a whole, says about who may use it. */
export const declaredAccess = (handler: object, controller: object): Access | undefined =>
  (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as Access | undefined;

const admit = (request: FastifyRequest, caller: Caller, access: Exclude<Access, 'public'>): true => {
  if (!access.includes(caller.role)) throw new Problem('forbidden');
  request.caller = caller;
  return true;
};
