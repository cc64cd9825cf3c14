import type { LinkAnswer } from '@amends/domain/refunds';
import { PaymentPages, UNHEARD, type PageAsked, type PageMade } from './payment-pages';

/** Pages of a provider that speaks the form of the sandbox. */
export class HttpPaymentPages extends PaymentPages {
  constructor(private readonly settings: Readonly<{ url: string; timeoutMs: number }>) {
    super();
  }

  override async make({ number, amount, currency, expiresAt, returnUrl }: PageAsked): Promise<PageMade | 'silence'> {
    const said = await this.call('POST', '', { number, amount, currency, expiresAt, returnUrl });
    const { id, url } = said ?? {};
    return typeof id === 'string' && typeof url === 'string' ? { providerId: id, url } : 'silence';
  }

  override async query(providerId: string): Promise<LinkAnswer> {
    return answerOf(await this.call('GET', `/${encodeURIComponent(providerId)}`));
  }

  override async close(providerId: string): Promise<LinkAnswer> {
    return answerOf(await this.call('POST', `/${encodeURIComponent(providerId)}/close`, {}));
  }

  private async call(method: string, path: string, body?: object): Promise<Words | undefined> {
    const { url, timeoutMs } = this.settings;
    try {
      const answer = await fetch(`${url.replace(/\/$/, '')}/pages${path}`, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const words: unknown = await answer.json();
      return answer.ok && typeof words === 'object' && words !== null ? words : undefined;
    } catch {
      // Time-out, connection lost, or words that cannot be read.
      return undefined;
    }
  }
}

type Words = Readonly<{ id?: unknown; url?: unknown; status?: unknown; paymentId?: unknown }>;

const answerOf = ({ status, paymentId }: Words = {}): LinkAnswer => {
  if (status === 'paid' && typeof paymentId === 'string') return { outcome: 'paid', paymentId };
  return status === 'open' || status === 'closed' ? { outcome: status } : UNHEARD;
};
