import { Pool } from 'undici';
import {
  Insurer,
  type ClaimRequest,
  type Heard,
  type Known,
  type PayoutsAsked,
  type PolicyOffer,
  type ReportedPayout,
} from './insurer';
import { payoutsIn } from './payout-report';

export type HttpInsurerSettings = Readonly<{ url: string; timeoutMs: number; connections: number }>;

type Said = Readonly<{ statusCode: number; words: unknown }>;

const SILENCE: Heard = { outcome: 'silence' };

/** An insurer that speaks HTTP, on connections that are kept. */
export class HttpInsurer extends Insurer {
  private readonly http: Pool;
  private readonly path: string;

  constructor(private readonly settings: HttpInsurerSettings) {
    super();
    const { origin, pathname } = new URL(settings.url);
    this.path = pathname.replace(/\/$/, '');
    this.http = new Pool(origin, { connections: settings.connections, connect: { timeout: settings.timeoutMs } });
  }

  override async sell(offer: PolicyOffer): Promise<Heard> {
    const said = await this.call('POST', '/policies', offer);
    if (said === undefined) return SILENCE;
    if (said.statusCode === 200 || said.statusCode === 201) return { outcome: 'yes' };
    // What he cannot take is refused for good; anything else may pass.
    return said.statusCode === 422 ? { outcome: 'no', code: codeIn(said.words) ?? 'refused' } : SILENCE;
  }

  override async judge(claim: ClaimRequest): Promise<Heard> {
    const said = await this.call('POST', '/claims', claim);
    return said?.statusCode === 200 ? verdictIn(said.words) : SILENCE;
  }

  override async query(claimId: string): Promise<Known> {
    const said = await this.call('GET', `/claims/${encodeURIComponent(claimId)}`);
    if (said?.statusCode === 404) return { outcome: 'never_heard' };
    if (said?.statusCode !== 200) return SILENCE;
    return fieldOf(said.words, 'status') === 'paid' ? { outcome: 'paid' } : verdictIn(said.words);
  }

  override async payOut({ claimId, ...payout }: Pick<ClaimRequest, 'claimId' | 'amount' | 'to'>): Promise<Heard> {
    const said = await this.call('POST', `/claims/${encodeURIComponent(claimId)}/payout`, payout);
    return said?.statusCode === 200 && fieldOf(said.words, 'status') === 'paid' ? { outcome: 'yes' } : SILENCE;
  }

  override async payouts(asked: PayoutsAsked): Promise<readonly ReportedPayout[]> {
    const query: Readonly<Record<string, string>> =
      'claimId' in asked ? { claimId: asked.claimId } : { paidFrom: asked.from, paidBefore: asked.before };
    const payouts: ReportedPayout[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const wanted = new URLSearchParams({ ...query, ...(after === undefined ? {} : { after }) });
      const said = await this.call('GET', `/payouts?${wanted.toString()}`);
      const page = said?.statusCode === 200 ? payoutsIn(said.words) : undefined;
      if (page === undefined) throw new Error("the insurer's report cannot be had");
      payouts.push(...page.payouts);
      after = page.nextAfter;
    }
    return payouts;
  }

  override close(): Promise<void> {
    return this.http.close();
  }

  /** Undefined: time-out, connection lost, or words that cannot be read. Whether it had effect is not known. */
  private async call(method: 'GET' | 'POST', path: string, body?: object): Promise<Said | undefined> {
    try {
      const { statusCode, body: answer } = await this.http.request({
        method,
        path: this.path + path,
        signal: AbortSignal.timeout(this.settings.timeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await answer.text();
      const words: unknown = text === '' ? null : JSON.parse(text);
      return { statusCode, words };
    } catch {
      return undefined;
    }
  }
}

/** Where the insurer names no reason (rulings.md 6.5). */
const DEFAULT_REJECTION = 'risk_control';

/** What the insurer's verdict means; what cannot be read means nothing. */
export const verdictIn = (words: unknown): Heard => {
  switch (fieldOf(words, 'status')) {
    case 'approved':
    case 'paid':
      return { outcome: 'yes' };
    case 'rejected':
      return { outcome: 'no', code: codeIn(words) ?? DEFAULT_REJECTION };
    default:
      return SILENCE;
  }
};

const codeIn = (words: unknown): string | undefined => {
  const code = fieldOf(words, 'code');
  return typeof code === 'string' && code !== '' ? code : undefined;
};

const fieldOf = (words: unknown, name: string): unknown =>
  typeof words === 'object' && words !== null ? Reflect.get(words, name) : undefined;
