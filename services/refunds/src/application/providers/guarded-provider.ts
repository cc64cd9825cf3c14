import type { ProviderAnswer } from '@amends/domain/refunds';
import { Circuit } from './circuit';
import { Rate } from './rate';
import { PaymentProvider, SILENCE, type AskedRefund, type ProviderRefund } from './payment-provider';

/** A provider that is left alone for a while when it keeps silent, and never asked for more in a second than it takes. */
export class GuardedProvider extends PaymentProvider {
  private readonly circuit: Circuit;
  private readonly rate: Rate;

  constructor(
    private readonly provider: PaymentProvider,
    perSecond: number,
    /** Told when the provider is left alone, and when it is asked again. */
    private readonly leftAlone: (is: boolean) => void = () => undefined,
    nowMs?: () => number,
  ) {
    super();
    this.circuit = new Circuit(nowMs);
    this.rate = new Rate(perSecond, nowMs);
  }

  override refund(refund: ProviderRefund): Promise<ProviderAnswer> {
    return this.guard(() => this.provider.refund(refund));
  }

  override query(refund: AskedRefund): Promise<ProviderAnswer> {
    return this.guard(() => this.provider.query(refund));
  }

  override close(): Promise<void> {
    return this.provider.close();
  }

  private async guard(call: () => Promise<ProviderAnswer>): Promise<ProviderAnswer> {
    if (!this.circuit.isClosed()) return SILENCE;
    const waitMs = this.rate.take();
    if (waitMs > 0) await pause(waitMs);
    const answer = await call();
    const before = this.circuit.isOpen;
    this.circuit.note(answer.outcome !== 'silence');
    if (this.circuit.isOpen !== before) this.leftAlone(!before);
    return answer;
  }
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
