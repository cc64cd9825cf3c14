import { DAY_MS, MINUTE_MS, SECOND_MS } from '@amends/kernel';
import type { RefundsConfig } from '../../services/refunds/src/config';
import type { Dice } from './dice';

/** What the payment provider of a world demands; what is absent it does not demand. */
export type Demands = Readonly<{ perPayment?: number; apartMs?: number; withinMs?: number; perSecond?: number }>;

type Settings = Pick<
  RefundsConfig,
  'PSP_REFUNDS_PER_PAYMENT' | 'PSP_REFUND_EVERY_SECONDS' | 'PSP_REFUND_WITHIN_DAYS' | 'PSP_CALLS_PER_SECOND'
>;

/** Clocks differ, and a decision is older than the call that follows it: who sets limits up leaves so much room. */
const ROOM_MS = 15 * SECOND_MS;

/** Half of the worlds have a provider that demands nothing. */
export const randomDemands = (dice: Dice): Demands => {
  if (dice.chance(0.5)) return {};
  return {
    ...(dice.chance(0.3) && { perPayment: dice.whole(1, 4) }),
    ...(dice.chance(0.5) && { apartMs: dice.one([1, 60]) * MINUTE_MS }),
    ...(dice.chance(0.2) && { withinMs: 15 * DAY_MS }),
    ...(dice.chance(0.3) && { perSecond: dice.one([2, 10]) }),
  };
};

/** What somebody sets up who uses such a provider. */
export const settingsFor = ({ perPayment = 0, apartMs, withinMs, perSecond = 0 }: Demands): Settings => ({
  PSP_REFUNDS_PER_PAYMENT: perPayment,
  PSP_REFUND_EVERY_SECONDS: apartMs === undefined ? 0 : (apartMs + ROOM_MS) / SECOND_MS,
  PSP_REFUND_WITHIN_DAYS: withinMs === undefined ? 0 : withinMs / DAY_MS - 1,
  PSP_CALLS_PER_SECOND: perSecond,
});

/** Counts what is asked of a provider, and says what it would not take. */
export class Counter {
  /** By payment: when it was last asked for each number. */
  private readonly asked = new Map<string, Map<string, number>>();
  private readonly calls = new Map<object, number>();

  constructor(
    private readonly demands: Demands,
    private readonly paidMs: number,
  ) {}

  /** A process calls, whatever for. Answers what it ignores by that; undefined where nothing. */
  call(process: object, nowMs: number): string | undefined {
    const { perSecond } = this.demands;
    if (perSecond === undefined) return undefined;
    const lastMs = this.calls.get(process) ?? -Infinity;
    this.calls.set(process, nowMs);
    return nowMs - lastMs < Math.floor(SECOND_MS / perSecond) ? `${String(perSecond)} calls per second` : undefined;
  }

  /** It is asked for a refund of a payment. Answers what is ignored by that; undefined where nothing. */
  ask(paymentId: string, number: string, nowMs: number): string | undefined {
    const { perPayment = Infinity, apartMs = 0, withinMs = Infinity } = this.demands;
    const asked = this.asked.get(paymentId) ?? new Map<string, number>();
    this.asked.set(paymentId, asked);
    // The same number again is the same refund.
    const others = [...asked].filter(([each]) => each !== number).map(([, ms]) => ms);
    asked.set(number, nowMs);
    if (asked.size > perPayment) return `${String(perPayment)} refunds per payment`;
    if (nowMs - Math.max(...others) < apartMs) return `${String(apartMs)} ms between two refunds`;
    return nowMs - this.paidMs > withinMs ? `${String(withinMs)} ms after the payment` : undefined;
  }
}
