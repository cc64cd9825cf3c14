import type { ProviderAnswer } from '@amends/domain/refunds';
import { Pool } from 'undici';
import { PaymentProvider, SILENCE, type AskedRefund, type ProviderRefund } from './payment-provider';

export type HttpProviderSettings = Readonly<{ url: string; timeoutMs: number; connections: number }>;

/** A provider that speaks HTTP, on connections that are kept. */
export class HttpPaymentProvider extends PaymentProvider {
  private readonly http: Pool;
  private readonly path: string;

  constructor(private readonly settings: HttpProviderSettings) {
    super();
    const { origin, pathname } = new URL(settings.url);
    this.path = pathname.replace(/\/$/, '');
    this.http = new Pool(origin, { connections: settings.connections, connect: { timeout: settings.timeoutMs } });
  }

  override refund(refund: ProviderRefund): Promise<ProviderAnswer> {
    return this.call('POST', `${this.path}/refunds`, JSON.stringify(refund));
  }

  override query({ refundNumber }: AskedRefund): Promise<ProviderAnswer> {
    return this.call('GET', `${this.path}/refunds/${encodeURIComponent(refundNumber)}`);
  }

  override close(): Promise<void> {
    return this.http.close();
  }

  private async call(method: 'GET' | 'POST', path: string, body?: string): Promise<ProviderAnswer> {
    try {
      const { statusCode, body: answer } = await this.http.request({
        method,
        path,
        signal: AbortSignal.timeout(this.settings.timeoutMs),
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      });
      const text = await answer.text();
      if (statusCode === 404 && method === 'GET') return { outcome: 'never_heard' };
      return statusCode === 200 ? readAnswer(JSON.parse(text)) : SILENCE;
    } catch {
      // Time-out, connection lost, or words that cannot be read: whether it had effect is not known.
      return SILENCE;
    }
  }
}

/** What the provider's words mean; what cannot be read means nothing. */
export const readAnswer = (words: unknown): ProviderAnswer => {
  if (typeof words !== 'object' || words === null || !('status' in words)) return SILENCE;
  switch (words.status) {
    case 'succeeded':
    case 'pending':
      return { outcome: words.status };
    case 'failed':
      return {
        outcome: 'failed',
        code: 'failureCode' in words && typeof words.failureCode === 'string' ? words.failureCode : 'declined',
      };
    default:
      return SILENCE;
  }
};
