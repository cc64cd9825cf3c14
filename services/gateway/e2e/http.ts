import http from 'node:http';

/** A request as it goes over the wire: `json` is written as JSON, `raw` is sent as it is. Paths are not normalised. */
export type Request = Readonly<{
  method: string;
  path: string;
  origin?: string;
  token?: string;
  json?: unknown;
  raw?: string | Buffer;
  /** Without a Content-Length, in pieces. */
  chunked?: boolean;
  headers?: Readonly<Record<string, string>>;
}>;

export type Answer = Readonly<{
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  body: Readonly<Record<string, unknown>>;
}>;

const PATIENCE_MS = 20_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

/** Closes the connections that were kept open. */
export const hangUp = (): void => agent.destroy();

/** Where the product answers. */
export const gateway = (): string => required('AMENDS_URL');

/** A variable of the stack that the tests run against. */
export const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: end-to-end tests want the whole stack`);
  return value;
};

/** Sends it and reads the whole answer, but only the head of a live stream; what is no JSON object is read as {}. */
export const send = (request: Request): Promise<Answer> => {
  const { method, path, origin = gateway(), token, json, raw, chunked = false, headers } = request;
  const payload = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      {
        ...{ agent, hostname, port, method, path, timeout: PATIENCE_MS },
        headers: {
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
          ...(payload === undefined || chunked ? {} : { 'content-length': String(Buffer.byteLength(payload)) }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      (incoming) => {
        const { statusCode: status = 0, headers: told } = incoming;
        if (told['content-type']?.startsWith('text/event-stream')) {
          outgoing.destroy();
          resolve({ status, headers: told, text: '', body: {} });
        }
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status, headers: told, text, body: objectIn(text) });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
};

/** Sends what must be accepted, under a key of its own. @throws when it is not */
export const accepted = async (request: Request): Promise<Answer['body']> => {
  const key = { 'idempotency-key': `e2e-${String(process.pid)}-${String(++keys)}-${String(Date.now())}` };
  const answer = await send({ ...request, headers: { ...key, ...request.headers } });
  if (answer.status < 300) return answer.body;
  throw new Error(`${request.method} ${request.path} answered ${String(answer.status)}: ${answer.text.slice(0, 400)}`);
};

let keys = 0;

const objectIn = (text: string): Answer['body'] => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Answer['body']) : {};
  } catch {
    return {};
  }
};
