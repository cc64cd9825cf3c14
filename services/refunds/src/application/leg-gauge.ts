import { TRYING } from '@amends/domain/refunds';
import type { Metrics } from '@amends/platform/observability';

type Word = Readonly<{ legId: string; legStatus: string }>;

/** Counts legs by the state they come to, and those this process knows to be under way. */
export class LegGauge {
  private readonly open = new Map<string, string>();

  constructor(private readonly metrics: Pick<Metrics, 'refundLegs' | 'refundLegsOpen'>) {}

  /** Takes the data of an event of a leg. */
  note(data: object): void {
    const { legId, legStatus } = data as Word; // the contract of refund_leg.*
    this.metrics.refundLegs.inc({ state: legStatus });
    this.found(legId, legStatus);
  }

  /** A leg is in this state now. */
  found(legId: string, legStatus: string): void {
    const { refundLegsOpen } = this.metrics;
    const before = this.open.get(legId);
    if (before !== undefined) refundLegsOpen.dec({ state: before });
    if (UNDER_WAY.has(legStatus)) {
      this.open.set(legId, legStatus);
      refundLegsOpen.inc({ state: legStatus });
    } else this.open.delete(legId);
  }
}

const UNDER_WAY: ReadonlySet<string> = TRYING;
