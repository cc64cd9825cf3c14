import { isRefusal, type Refusal } from '@amends/kernel';
import {
  uuidOfText,
  type EventStore,
  type Idempotency,
  type StoredAnswer,
  type Unit,
} from '@amends/platform/event-store';
import type { Metrics, Tracing } from '@amends/platform/observability';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { problems, type ProblemCode } from '../problems/catalogue';
import { problemOf } from '../problems/faults';
import { problem, problemDocument, PROBLEM_JSON, type Problem, type ProblemMembers } from '../problems/problem';
import type { CommandContext } from './command-context';

/** The answer of a write that was accepted. `etag` is the version after it. */
export type Reply = Readonly<{
  status: number;
  body: object;
  etag?: number;
  headers?: Readonly<Record<string, string>>;
}>;

export type CommandWork = (unit: Unit) => Promise<Reply | Refusal<ProblemCode>>;

export type CommandParts = Readonly<{ store: EventStore; metrics: Metrics; tracing: Tracing; origin: string }>;

const JSON_TYPE = 'application/json; charset=utf-8';

/** Runs writes: once per idempotency key, appended atomically, answered as JSON or as a problem document. */
export class Commands {
  constructor(private readonly parts: CommandParts) {}

  /**
   * Runs `work` and sends its answer. With an Idempotency-Key the answer is stored together with the events, also that
   * of a refusal; refusals with 400, 401, 403, 429 and 5xx are not kept. `keyRequired`: without a key the answer is 400.
   */
  async run(context: CommandContext, work: CommandWork, options?: Readonly<{ keyRequired?: boolean }>): Promise<void> {
    const { reply, command, metadata } = context;
    if (options?.keyRequired === true && context.key === undefined) return problem('idempotency_key_required');
    const { outcome, answer } = await this.parts.tracing
      .span(command, metadata.traceparent, (traceparent) => {
        const traced = traceparent === undefined ? context : { ...context, metadata: { ...metadata, traceparent } };
        return context.key === undefined ? this.once(traced, work) : this.oncePerKey(traced, context.key, work);
      })
      .catch((fault: unknown) => {
        this.parts.metrics.commands.inc({ command, outcome: problemOf(fault).problemCode });
        throw fault;
      });
    this.parts.metrics.commands.inc({ command, outcome });
    send(reply, answer, outcome === 'replayed');
  }

  private async once(context: CommandContext, work: CommandWork): Promise<Outcome> {
    const result = await this.parts.store.run(context.metadata, work);
    return { outcome: outcomeOf(result), answer: this.answer(context, result) };
  }

  private async oncePerKey(context: CommandContext, key: string, work: CommandWork): Promise<Outcome> {
    try {
      return await this.keep(context, key, work);
    } catch (fault) {
      // A refusal that was thrown has undone what the work did; kept it must be all the same.
      const thrown = problemOf(fault);
      if (!isKept(thrown.problemCode)) throw fault;
      if (thrown.problemCode === 'idempotency_key_reused' || thrown.problemCode === 'idempotency_in_progress')
        throw fault;
      return this.keep(context, key, () => Promise.resolve(refusalOf(thrown)));
    }
  }

  private async keep(context: CommandContext, key: string, work: CommandWork): Promise<Outcome> {
    const { caller, method, path, body, metadata } = context;
    const idempotency: Idempotency<Reply | Refusal<ProblemCode>> = {
      commandId: uuidOfText(`${caller.role}\n${caller.id}\n${caller.merchantId ?? caller.buyerId ?? ''}\n${key}`),
      bodyHash: createHash('sha256')
        .update(`${method} ${path}\n${JSON.stringify(body ?? null)}`)
        .digest(),
      answer: (result) => (isRefusal(result) && !isKept(result.refused) ? undefined : this.answer(context, result)),
    };
    const executed = await this.parts.store.runOnce(metadata, idempotency, work);
    if (executed.kind === 'replayed') return { outcome: 'replayed', answer: executed.answer };
    const { result } = executed;
    return { outcome: outcomeOf(result), answer: executed.answer ?? this.answer(context, result) };
  }

  private answer(context: CommandContext, result: Reply | Refusal<ProblemCode>): StoredAnswer {
    if (!isRefusal(result)) {
      const etag: Record<string, string> = result.etag === undefined ? {} : { etag: `"${String(result.etag)}"` };
      return {
        status: result.status,
        body: JSON.stringify(result.body),
        headers: { 'content-type': JSON_TYPE, ...etag, ...result.headers },
      };
    }
    const members: ProblemMembers = { detail: result.because, ...result.detail };
    const { language, traceId } = context;
    const document = problemDocument(result.refused, members, { language, traceId, origin: this.parts.origin });
    return { ...document, headers: { 'content-type': PROBLEM_JSON } };
  }
}

type Outcome = Readonly<{ outcome: string; answer: StoredAnswer }>;

const outcomeOf = (result: Reply | Refusal<ProblemCode>): string => (isRefusal(result) ? result.refused : 'accepted');

const NOT_KEPT: ReadonlySet<number> = new Set([400, 401, 403, 429]);

const isKept = (code: ProblemCode): boolean => problems[code].status < 500 && !NOT_KEPT.has(problems[code].status);

const refusalOf = ({ problemCode: code, members }: Problem): Refusal<ProblemCode> => {
  const { detail, ...others } = members;
  return { refused: code, because: detail ?? problems[code].detail.en, detail: others };
};

const send = (reply: FastifyReply, answer: StoredAnswer, replayed: boolean): void => {
  if (replayed) void reply.header('idempotency-replayed', 'true');
  void reply.code(answer.status).headers(answer.headers).send(answer.body);
};
