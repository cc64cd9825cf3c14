import { isDeepStrictEqual } from 'node:util';
import { send, type Answer, type Request } from './http';

/** A request that must be refused, and how. */
export type Case = Readonly<{
  name: string;
  request: Request;
  /** What it may be answered with. */
  status: number | readonly number[];
  code?: string;
  /** One of the errors must point here or below. */
  pointer?: string;
  /** What is answered where it is not refused. */
  body?: object;
}>;

const AT_ONCE = 8;

/** Sends them all, a few at a time, and tells of each that was answered in another way. */
export const failuresOf = async (cases: readonly Case[]): Promise<readonly string[]> => {
  const waiting = [...cases];
  const failures: string[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const failure = await failureOf(next);
      if (failure !== undefined) failures.push(failure);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return failures;
};

const failureOf = async (wanted: Case): Promise<string | undefined> => {
  const { name, request } = wanted;
  const flaw = await send(request).then(
    (answer) => flawIn(answer, wanted),
    (error: unknown) => `was not answered: ${String(error)}`,
  );
  return flaw === undefined ? undefined : `${request.method} ${request.path.slice(0, 120)}, ${name}: ${flaw}`;
};

/** What is wrong with an answer, or undefined. */
const flawIn = (answer: Answer, { status, code, pointer, body }: Case): string | undefined => {
  const said = `answered ${String(answer.status)} ${answer.text.slice(0, 300)}`;
  if (![status].flat().includes(answer.status)) return `${said}, wanted ${[status].flat().join(' or ')}`;
  if (answer.status < 400)
    return body === undefined || isDeepStrictEqual(answer.body, body)
      ? undefined
      : `${said}, wanted ${JSON.stringify(body)}`;
  if (!(answer.headers['content-type'] ?? '').startsWith('application/problem+json'))
    return `${said}, no problem document`;
  const { status: told, type, title, detail, traceId } = answer.body;
  if (told !== answer.status) return `${said}, another status in the document`;
  if ([type, title, detail, traceId].some((member) => typeof member !== 'string' || member === ''))
    return `${said}, an incomplete document`;
  if (code !== undefined && answer.body.code !== code) return `${said}, wanted ${code}`;
  return pointer === undefined || pointersIn(answer).some((each) => each === pointer || each.startsWith(`${pointer}/`))
    ? undefined
    : `${said}, wanted a pointer to "${pointer}"`;
};

const pointersIn = ({ body }: Answer): readonly string[] =>
  ((body.errors ?? []) as readonly Readonly<{ pointer: string }>[]).map(({ pointer }) => pointer);
