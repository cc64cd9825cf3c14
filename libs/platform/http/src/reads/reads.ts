import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answeringByItself, versionOf } from '../commands/command-context';
import { callerOf, type Caller } from '../identity/caller';
import { languageOf, malformed, notFound, type Language } from '../problems/problem';
import { readsHeaders } from '../server/route-notes';

/** Everything about a read of one object besides its id. */
export type ReadContext = Readonly<{
  caller: Caller;
  language: Language;
  /** The version that the caller has, from If-None-Match: it asks for another one. */
  known: number | undefined;
  /** The lowest version that the caller will take, from ?minVersion=. */
  atLeast: number | undefined;
  reply: FastifyReply;
}>;

/** One object as it is answered, and the stream it is in. */
export type Answerable = Readonly<{ version: number; body: object; streamId: string }>;

/**
 * Resolves as soon as the question has an answer, which may come when something happens to the stream `about`; undefined
 * when `withinMs` have passed. Messaging's Freshness is one.
 */
export type Waiting = Readonly<{
  until: <T>(ask: () => Promise<T | undefined>, withinMs: number, about?: string) => Promise<T | undefined>;
}>;

const WAIT_MS = 1000;

/** The context of a read, for Reads.answer; such a route answers by itself. */
export const ReadRequest = (): ParameterDecorator => answeringByItself(Context());

const Context = createParamDecorator(
  (_: unknown, execution: ExecutionContext): ReadContext => {
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    return {
      caller: callerOf(request),
      language: languageOf(request),
      known: versionOf(request.headers['if-none-match']),
      atLeast: leastVersion((request.query as { minVersion?: unknown }).minVersion),
      reply: http.getResponse<FastifyReply>(),
    };
  },
  [
    readsHeaders({
      name: 'If-None-Match',
      description: 'The version that the caller has: answered is another one, or 304 after a second.',
      schema: { type: 'string', example: '"7"' },
    }),
  ],
);

const leastVersion = (text: unknown): number | undefined => {
  if (text === undefined) return undefined;
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  return malformed({ pointer: '/minVersion', code: 'malformed', detail: 'Must be a version.' });
};

/** Answers reads of one object with its version as ETag. */
export class Reads {
  constructor(private readonly waiting: Waiting) {}

  /**
   * Sends what `load` finds; undefined is 404. Who names a version by If-None-Match or ?minVersion= gets one that is
   * newer, or new enough, if it comes within 1 s; otherwise 304, or what there is.
   */
  async answer({ known, atLeast, reply }: ReadContext, load: () => Promise<Answerable | undefined>): Promise<void> {
    const wanted = ({ version }: Answerable) => version !== known && version >= (atLeast ?? 0);
    let found = await load();
    if ((known !== undefined || atLeast !== undefined) && (found === undefined || !wanted(found))) {
      const newer = async () => {
        found = await load();
        return found !== undefined && wanted(found) ? found : undefined;
      };
      await this.waiting.until(newer, WAIT_MS, found?.streamId);
    }
    send(reply, known, found);
  }

  /** Sends a past state at once: it will not change any more. Undefined is 404. */
  answerPast({ known, reply }: ReadContext, found: Omit<Answerable, 'streamId'> | undefined): void {
    send(reply, known, found);
  }
}

const send = (
  reply: FastifyReply,
  known: number | undefined,
  found: Omit<Answerable, 'streamId'> | undefined,
): void => {
  if (found === undefined) return notFound();
  void reply.header('etag', `"${String(found.version)}"`);
  if (found.version === known) void reply.code(304).send();
  else void reply.code(200).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(found.body));
};
