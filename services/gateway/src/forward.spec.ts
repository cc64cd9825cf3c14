import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createServer, request as ask, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { forward } from './forward';

let answer: RequestListener;
let service: Server;
let gateway: Server;
let pool: Pool;

beforeEach(async () => {
  service = createServer((request, response) => answer(request, response));
  pool = new Pool(await listening(service));
  gateway = createServer((request, response) =>
    forward(pool, request, response, () => void response.writeHead(503).end('no answer')),
  );
  await listening(gateway);
});

afterEach(async () => {
  await pool.destroy();
  for (const server of [service, gateway]) {
    server.closeAllConnections();
    server.close();
  }
});

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`));
  });

const send = (method: string, headers: Record<string, string>, body?: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { port } = gateway.address() as AddressInfo;
    ask({ port, host: '127.0.0.1', path: '/v1/orders?limit=2', method, headers }, resolve)
      .on('error', reject)
      .end(body);
  });

const text = async (message: IncomingMessage): Promise<string> => {
  message.setEncoding('utf8');
  let all = '';
  for await (const part of message) all += String(part);
  return all;
};

it('hands on method, path, headers and body, and the answer back', async () => {
  answer = (request, response) => {
    void text(request).then((body) => {
      response.writeHead(201, { 'content-type': 'text/plain', etag: '"7"' });
      response.end(
        `${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['idempotency-key'])} ${body}`,
      );
    });
  };
  const answered = await send('POST', { 'idempotency-key': 'k-1', 'content-length': '5' }, 'hello');
  expect([answered.statusCode, answered.headers.etag]).toEqual([201, '"7"']);
  expect(await text(answered)).toBe('POST /v1/orders?limit=2 k-1 hello');
});

it('keeps what belongs to the connection', async () => {
  answer = (request, response) => response.end(JSON.stringify(request.headers));
  const answered = await send('GET', { connection: 'close, x-mine', 'x-mine': '1', 'x-yours': '2', te: 'trailers' });
  const seen = JSON.parse(await text(answered)) as Record<string, string>;
  expect([seen['x-mine'], seen.te, seen['x-yours']]).toEqual([undefined, undefined, '2']);
});

it('answers a read that is refused once, not again and again', async () => {
  let times = 0;
  answer = (_request, response) => {
    times += 1;
    response.writeHead(503, { 'retry-after': '1' }).end();
  };
  const answered = await send('GET', {});
  expect([answered.statusCode, answered.headers['retry-after'], times]).toEqual([503, '1', 1]);
});

it('says so when there is no answer', async () => {
  answer = (request) => request.socket.destroy();
  expect((await send('GET', {})).statusCode).toBe(503);
});

it('lets go of the service when the caller is gone', async () => {
  const gone = new Promise<void>((resolve) => {
    answer = (_request, response) => {
      response.write('first');
      response.on('close', () => resolve());
    };
  });
  const answered = await send('GET', {});
  answered.destroy();
  await gone;
});
