import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';

/** What concerns one connection only and must not be handed on (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Hands a request on and its answer back, byte by byte as they come: neither waits for the end of a body. `failed` is
 * called when there is no answer; one that breaks off is broken off for the caller too.
 */
export const forward = (
  upstream: Dispatcher,
  request: IncomingMessage,
  response: ServerResponse,
  failed: (error: Error) => void,
): void => {
  let gone: (() => void) | undefined;
  response.once('close', () => gone?.());
  upstream.dispatch(
    {
      method: request.method as Dispatcher.HttpMethod, // Node has parsed it; undici refuses what it does not know.
      path: request.url ?? '/',
      headers: headersOf(request.headers),
      body: hasBody(request.headers) ? request : null,
    },
    {
      onRequestStart: (controller) => {
        if (response.closed) controller.abort(new Error('the caller is gone'));
        gone = () => response.writableFinished || controller.abort(new Error('the caller is gone'));
      },
      onResponseStart: (_controller, status, headers) => {
        if (status >= 200) response.writeHead(status, headersOf(headers));
      },
      onResponseData: (controller, bytes) => {
        if (response.write(bytes)) return;
        controller.pause();
        response.once('drain', () => controller.resume());
      },
      onResponseEnd: () => response.end(),
      onResponseError: (_controller, error) => {
        if (response.headersSent) response.destroy(error);
        else failed(error);
      },
    },
  );
};

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const headersOf = (all: IncomingHttpHeaders): Record<string, string | string[]> => {
  const named = all.connection?.toLowerCase().split(/\s*,\s*/) ?? [];
  const kept: Record<string, string | string[]> = {};
  for (const name in all) {
    const value = all[name];
    if (value !== undefined && !OF_THE_CONNECTION.has(name) && !named.includes(name)) kept[name] = value;
  }
  return kept;
};
