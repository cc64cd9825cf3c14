import type { FastifyReply } from 'fastify';
import type { Sink } from '../application/event-streams';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies that gather answers would hold events back.
  'x-accel-buffering': 'no',
};

/** Takes the connection of a request over for server-sent events. A reader that is slow makes its writer wait. */
export const eventSink = (reply: FastifyReply): Sink => {
  reply.hijack();
  const { raw } = reply;
  let closed = raw.destroyed;
  let resume: (() => void) | undefined;
  const goOn = (): void => resume?.();
  raw.on('drain', goOn);
  raw.on('error', () => undefined);
  raw.once('close', () => {
    closed = true;
    goOn();
  });
  raw.writeHead(200, HEADERS);
  return {
    isClosed: () => closed,
    end: () => void raw.end(),
    write: async (text) => {
      if (closed || raw.write(text)) return;
      await new Promise<void>((resolve) => {
        resume = resolve;
        if (closed) resolve();
      });
      resume = undefined;
    },
  };
};
