import type { Metadata } from '@amends/platform/event-store';
import { createParamDecorator, Res, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf, type Caller } from '../identity/caller';
import { languageOf, malformed, problem, type Language } from '../problems/problem';
import { readsHeaders } from '../server/route-notes';

/** Everything about a write besides its own fields. */
export type CommandContext = Readonly<{
  caller: Caller;
  /** The name of the controller's method: the label of the metrics. */
  command: string;
  method: string;
  /** Path and query as they were sent. */
  path: string;
  /** The body as it was sent, parsed. */
  body: unknown;
  /** Idempotency-Key. */
  key: string | undefined;
  /** The version that the caller has seen, from If-Match. */
  ifMatch: number | undefined;
  metadata: Metadata;
  language: Language;
  traceId: string;
  reply: FastifyReply;
}>;

const KEY = /^[\x21-\x7e]{1,255}$/;
const VERSION_TAG = /^(?:W\/)?"(\d{1,15})"$/;

/** Reads the headers of a write. @throws Problem `malformed` for a key or a version that is not of their form */
export const commandContext = (request: FastifyRequest, reply: FastifyReply, command: string): CommandContext => {
  const caller = callerOf(request);
  const { traceparent } = request.headers;
  return {
    caller,
    command,
    method: request.method,
    path: request.url,
    body: request.body,
    key: keyOf(request.headers['idempotency-key']),
    ifMatch: versionOf(request.headers['if-match']),
    metadata: {
      actor: { role: caller.role, id: caller.id },
      correlationId: request.id,
      ...(typeof traceparent === 'string' ? { traceparent } : {}),
    },
    language: languageOf(request),
    traceId: request.id,
    reply,
  };
};

const keyOf = (header: string | string[] | undefined): string | undefined => {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && KEY.test(header)) return header;
  return problem('malformed', { detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.' });
};

/** The version in an entity tag; undefined for none, and for "*". */
export const versionOf = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined;
  const version = VERSION_TAG.exec(header)?.[1];
  return version === undefined ? malformed() : Number(version);
};

const Context = createParamDecorator(
  (_: unknown, execution: ExecutionContext): CommandContext => {
    const http = execution.switchToHttp();
    return commandContext(
      http.getRequest<FastifyRequest>(),
      http.getResponse<FastifyReply>(),
      execution.getHandler().name,
    );
  },
  [
    readsHeaders(
      {
        name: 'Idempotency-Key',
        description: 'The same key, caller, path and body again: the first answer again.',
        schema: { type: 'string', pattern: KEY.source },
      },
      {
        name: 'If-Match',
        description: 'The version that the caller has seen; another one is 409 version_conflict.',
        schema: { type: 'string', example: '"7"' },
      },
    ),
  ],
);

/** The context of a write, for Commands.run; such a route answers by itself. */
export const CommandRequest = (): ParameterDecorator => answeringByItself(Context());

/**
 * A parameter decorator of a route whose answer is sent by what the parameter is given to. Nest takes a route with a
 * response parameter for one that answers by itself; this adds one behind the last.
 */
export const answeringByItself =
  (decorate: ParameterDecorator): ParameterDecorator =>
  (controller, method, index) => {
    decorate(controller, method, index);
    if (method === undefined) return;
    const handler: unknown = Reflect.get(controller, method);
    const parameters = typeof handler === 'function' ? handler.length : 0;
    Res()(controller, method, Math.max(parameters, index + 1));
  };
