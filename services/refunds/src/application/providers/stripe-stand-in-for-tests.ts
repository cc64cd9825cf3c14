import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = Readonly<{ method: string; path: string; form: URLSearchParams; shape: object }>;
export type Answer = Readonly<{ status: number; body: object }>;
export type StandIn = Readonly<{ url: string; close: () => Promise<void> }>;

/**
 * Stripe's own stand-in judges every request by the description of the API and shapes every answer, but keeps nothing.
 * This stands before it: `remember` makes the answer, in that shape, of what it has kept; without one the line stays silent.
 */
export const stripeStandIn = async (
  mockUrl: string,
  remember: (asked: Asked) => Answer | undefined,
): Promise<StandIn> => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '' } = request;
    const body = await read(request);
    const said = await fetch(mockUrl + url, {
      method,
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(body === '' ? {} : { body }),
    });
    const shape = (await said.json()) as object;
    const [path = '', query] = url.split('?');
    const form = new URLSearchParams(method === 'GET' ? query : body);
    const made = said.ok ? remember({ method, path, form, shape }) : { status: said.status, body: shape };
    if (made !== undefined) answer(response, made.status, made.body);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
};

/** https://docs.stripe.com/api/errors */
export const refusal = (status: number, code: string): Answer => ({
  status,
  body: { error: { type: 'invalid_request_error', code, message: code } },
});

const answer = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};
