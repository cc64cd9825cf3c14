import { Pool } from 'undici';
import { Carrier, type BookingAnswer, type CourierWanted } from './carrier';

export type HttpCarrierSettings = Readonly<{ url: string; timeoutMs: number; connections: number }>;
type Answer = Readonly<{ status: number; body: unknown }>;

const SILENCE: BookingAnswer = { outcome: 'silence' };

/** A carrier that speaks HTTP, on connections that are kept. */
export class HttpCarrier extends Carrier {
  private readonly http: Pool;
  private readonly path: string;

  constructor(private readonly settings: HttpCarrierSettings) {
    super();
    const { origin, pathname } = new URL(settings.url);
    this.path = pathname.replace(/\/$/, '');
    this.http = new Pool(origin, { connections: settings.connections, connect: { timeout: settings.timeoutMs } });
  }

  override async book(wanted: CourierWanted): Promise<BookingAnswer> {
    const answer = await this.post('/pickups', JSON.stringify(wanted));
    return answer === undefined ? SILENCE : bookingAnswer(answer);
  }

  override async cancel(pickupId: string): Promise<boolean> {
    const answer = await this.post(`/pickups/${encodeURIComponent(pickupId)}/cancel`, '{}');
    // A pickup that the carrier does not know needs no courier either.
    return answer !== undefined && (answer.status < 300 || answer.status === 404 || answer.status === 410);
  }

  override close(): Promise<void> {
    return this.http.close();
  }

  private async post(path: string, body: string): Promise<Answer | undefined> {
    try {
      const { statusCode: status, body: answer } = await this.http.request({
        method: 'POST',
        path: this.path + path,
        body,
        headers: { 'content-type': 'application/json' },
        signal: AbortSignal.timeout(this.settings.timeoutMs),
      });
      const text = await answer.text();
      return { status, body: text === '' ? undefined : JSON.parse(text) };
    } catch {
      // Time-out, connection lost, or words that cannot be read.
      return undefined;
    }
  }
}

/** What the carrier's words mean; only a refusal of the request itself is final. */
export const bookingAnswer = ({ status, body }: Answer): BookingAnswer => {
  const [carrier, trackingNumber, code] = [
    wordOf(body, 'carrier'),
    wordOf(body, 'trackingNumber'),
    wordOf(body, 'code'),
  ];
  if (status >= 200 && status < 300 && carrier !== undefined && trackingNumber !== undefined)
    return { outcome: 'booked', carrier, trackingNumber };
  const final = status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
  return final ? { outcome: 'declined', code: code ?? 'declined' } : SILENCE;
};

const LONGEST_WORD = 64;

const wordOf = (body: unknown, name: string): string | undefined => {
  const word: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof word === 'string' && word.length > 0 && word.length <= LONGEST_WORD ? word : undefined;
};
