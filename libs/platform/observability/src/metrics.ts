import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const MILLISECONDS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000];

/** The registry of a process and its named metrics; `GET /metrics` shows them. Durations are milliseconds. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Makes the metrics of a service. `defaults` adds those of the process itself (memory, event loop, …). */
export const createMetrics = (service: string, defaults = true) => {
  const registry = new Registry();
  const registers = [registry];
  registry.setDefaultLabels({ service });
  if (defaults) collectDefaultMetrics({ register: registry });

  return {
    registry,
    commands: new Counter({
      name: 'amends_commands_total',
      help: 'Commands by name and by how they ended: accepted, the code of the refusal, replayed, or fault.',
      labelNames: ['command', 'outcome'],
      registers,
    }),
    requestDuration: new Histogram({
      name: 'amends_http_request_duration_ms',
      help: 'How long requests took, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: MILLISECONDS,
      registers,
    }),
    appendBatchSize: new Histogram({
      name: 'amends_append_batch_size',
      help: 'How many commands one append wrote.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    appendDuration: new Histogram({
      name: 'amends_append_duration_ms',
      help: 'How long one append took.',
      buckets: MILLISECONDS,
      registers,
    }),
    streamsToRelist: new Gauge({
      name: 'amends_streams_to_relist',
      help: 'Streams that older code has listed and that wait for the present one, by category; told by the process that works on them.',
      labelNames: ['category'],
      registers,
    }),
    streamsRelisted: new Counter({
      name: 'amends_streams_relisted_total',
      help: 'Streams that were listed anew because the code has changed, by category.',
      labelNames: ['category'],
      registers,
    }),
    relayLag: new Gauge({
      name: 'amends_relay_lag_events',
      help: 'Events in the store that are not on Kafka yet.',
      registers,
    }),
    relayed: new Counter({ name: 'amends_relayed_events_total', help: 'Events published to Kafka.', registers }),
    consumerLag: new Gauge({
      name: 'amends_consumer_lag_messages',
      help: 'Messages on Kafka that are not handled yet, by topic and partition.',
      labelNames: ['topic', 'partition'],
      registers,
    }),
    consumed: new Counter({
      name: 'amends_consumed_messages_total',
      help: 'Messages by type and by how they ended: handled, repeated, or parked.',
      labelNames: ['type', 'outcome'],
      registers,
    }),
    parked: new Gauge({
      name: 'amends_parked_messages',
      help: 'Messages set aside for an operator.',
      registers,
    }),
    deadlineLateness: new Histogram({
      name: 'amends_deadline_lateness_ms',
      help: 'How long after it was due a deadline fired, by kind.',
      labelNames: ['kind'],
      buckets: [10, 25, 50, 100, 200, 300, 500, 1000, 3000, 10000, 60000],
      registers,
    }),
    deadlinesFired: new Counter({
      name: 'amends_deadlines_fired_total',
      help: 'Deadlines fired, by kind and by what woke them: job or sweep.',
      labelNames: ['kind', 'by'],
      registers,
    }),
    refundLegs: new Counter({
      name: 'amends_refund_legs_total',
      help: 'Refund legs by the state they came to.',
      labelNames: ['state'],
      registers,
    }),
    fastRefundFund: new Gauge({
      name: 'amends_fast_refund_fund_out',
      help: 'What the fund of fast refunds has advanced and not been paid back, in minor units, by currency.',
      labelNames: ['currency'],
      registers,
    }),
    fastRefundFundAlarm: new Gauge({
      name: 'amends_fast_refund_fund_alarm',
      help: '1 while more is out of the fund of fast refunds than its alarm level.',
      labelNames: ['currency'],
      registers,
    }),
    providerLeftAlone: new Gauge({
      name: 'amends_payment_provider_left_alone',
      help: '1 while the payment provider is not called because most of the last calls were not answered.',
      registers,
    }),
    refundLegsOpen: new Gauge({
      name: 'amends_refund_legs_open',
      help: 'Refund legs that are under way, by state.',
      labelNames: ['state'],
      registers,
    }),
    reconciliationDifferences: new Gauge({
      name: 'amends_reconciliation_differences',
      help: "Differences between a service's books and those of its other side (payment provider, insurer) that are open, by kind.",
      labelNames: ['kind'],
      registers,
    }),
  } as const;
};
