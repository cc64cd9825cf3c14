import type { FastifyReply, FastifyRequest } from 'fastify';
import { problems, type ProblemCode } from './catalogue';

export type Language = 'en' | 'zh';

/** What is wrong with one field: a JSON pointer into the body, or the name of a query parameter after "/". */
export type FieldError = Readonly<{ pointer: string; code: string; detail: string }>;

/** What a problem says besides its code: `detail` replaces the table's sentence, other members are added as they are. */
export type ProblemMembers = Readonly<{ detail?: string; errors?: readonly FieldError[] }> &
  Readonly<Record<string, unknown>>;

/** Ends a request with a problem document. */
export class Problem extends Error {
  constructor(
    readonly problemCode: ProblemCode,
    readonly members: ProblemMembers = {},
  ) {
    super(`${problemCode}: ${members.detail ?? problems[problemCode].detail.en}`);
    this.name = 'Problem';
  }

  get status(): number {
    return problems[this.problemCode].status;
  }
}

/** Ends the request with this problem (RFC 9457). */
export const problem = (code: ProblemCode, members: ProblemMembers = {}): never => {
  throw new Problem(code, members);
};

/** Ends the request as if the object did not exist: what a caller may not see is not there. */
export const notFound = (): never => problem('not_found');

/** Ends the request with a body that cannot be read, pointing at each field. */
export const malformed = (...errors: readonly FieldError[]): never => problem('malformed', { errors });

/** The language of the answer: Chinese for who prefers it over English, English by default. */
export const languageOf = (request: FastifyRequest): Language => {
  const header = request.headers['accept-language'];
  return header === undefined ? 'en' : preferred(header);
};

const preferred = (header: string): Language => {
  const weighed = header
    .toLowerCase()
    .split(',', 20)
    .map((part) => /^\s*([a-z]{1,8})(?:-[a-z\d-]*)?\s*(?:;\s*q=([\d.]{1,5}))?\s*$/.exec(part))
    .map((match) => ({ language: match?.[1], weight: Number(match?.[2] ?? 1) }));
  const weightOf = (wanted: Language) =>
    Math.max(0, ...weighed.filter(({ language }) => language === wanted).map(({ weight }) => weight));
  return weightOf('zh') > weightOf('en') ? 'zh' : 'en';
};

export type ProblemDocument = Readonly<{ status: number; body: string }>;

/**
 * Writes the document. `traceId` is the request's; `origin` is where `type` can be read. A sentence written for the
 * case is English; Chinese readers get the sentence of the code.
 */
export const problemDocument = (
  code: ProblemCode,
  { detail, ...members }: ProblemMembers,
  about: Readonly<{ language: Language; traceId: string; origin: string }>,
): ProblemDocument => {
  const kind = problems[code];
  const { language, traceId, origin } = about;
  const body = {
    ...members,
    type: `${origin}/problems/${code}`,
    title: kind.title[language],
    status: kind.status,
    detail: language === 'zh' ? kind.detail.zh : (detail ?? kind.detail.en),
    code,
    traceId,
  };
  return { status: kind.status, body: JSON.stringify(body) };
};

/** Sends a problem document. `429` and `503` say when to come back. */
export const sendProblem = (reply: FastifyReply, { status, body }: ProblemDocument): void => {
  if (status === 429 || status === 503) void reply.header('retry-after', '1');
  void reply.code(status).header('content-type', PROBLEM_JSON).send(body);
};

/** The media type of problem documents. */
export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';
