import type { PickupsEvent } from '@amends/contracts';
import type { Metrics } from '@amends/platform/observability';
import { Counter } from 'prom-client';

/** Steps of pickups by which their speed and reliability are judged (requirement A26, states.md L5). */
const COUNTED: ReadonlySet<string> = new Set<PickupsEvent['type']>([
  'return.pickup_booked',
  'return.pickup_reassigned',
  'return.pickup_failed',
  'return.picked_up',
]);

/** How often couriers were booked, sent instead of others, failed, and collected. */
export class CourierCounter {
  private readonly steps: Counter<'step'>;

  constructor({ registry }: Metrics) {
    this.steps = new Counter({
      name: 'amends_pickup_steps_total',
      help: 'Steps of pickups, by type of event.',
      labelNames: ['step'],
      registers: [registry],
    });
  }

  note(type: string): void {
    if (COUNTED.has(type)) this.steps.inc({ step: type });
  }
}
