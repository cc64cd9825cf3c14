import type { ProviderAnswer } from '@amends/domain/refunds';
import { Circuit } from './circuit';
import { PaymentProvider, SILENCE, type AskedRefund, type ProviderRefund } from './payment-provider';

/** A provider that is left alone for a while when it keeps silent. */
export class GuardedProvider extends PaymentProvider {
  private readonly circuit = new Circuit();

  constructor(private readonly provider: PaymentProvider) {
    super();
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
    const answer = await call();
    this.circuit.note(answer.outcome !== 'silence');
    return answer;
  }
}
