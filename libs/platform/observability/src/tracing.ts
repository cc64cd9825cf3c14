/** Tracing of a process. Without an endpoint it makes no spans, and only hands on the trace that a caller began. */
export type Tracing = Readonly<{
  /** Runs `work` in a span below `parent` (a W3C traceparent) and gives it the traceparent to hand on. */
  span: <T>(
    name: string,
    parent: string | undefined,
    work: (traceparent: string | undefined) => Promise<T>,
  ) => Promise<T>;
  stop: () => Promise<void>;
}>;

/** No spans: what came in is handed on. */
export const noTracing: Tracing = {
  span: (_name, parent, work) => work(parent),
  stop: () => Promise.resolve(),
};

/** Starts OpenTelemetry when an endpoint is given; nothing of it is loaded otherwise. */
export const startTracing = async (service: string, endpoint: string): Promise<Tracing> => {
  if (endpoint === '') return noTracing;
  const [{ NodeSDK }, { OTLPTraceExporter }, { context, propagation, SpanStatusCode, trace }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/api'),
  ]);
  const sdk = new NodeSDK({
    serviceName: `amends-${service}`,
    traceExporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
  });
  sdk.start();
  const tracer = trace.getTracer('amends');

  return {
    span: (name, parent, work) => {
      const above = propagation.extract(context.active(), parent === undefined ? {} : { traceparent: parent });
      return tracer.startActiveSpan(name, {}, above, async (span) => {
        const carrier: { traceparent?: string } = {};
        propagation.inject(trace.setSpan(above, span), carrier);
        try {
          return await work(carrier.traceparent);
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    stop: () => sdk.shutdown(),
  };
};

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;

/** The trace id of a W3C `traceparent`, or undefined if it is none. */
export const traceIdOf = (traceparent: string | undefined): string | undefined => {
  const id = traceparent === undefined ? undefined : TRACEPARENT.exec(traceparent)?.[1];
  return id === '0'.repeat(32) ? undefined : id;
};
