import { problem } from '@amends/platform/http';
import { Pool } from 'undici';

export type DropOffCode = Readonly<{ code: string; trackingNumber: string; carrier: string }>;

/** A port: carriers that take parcels at shops and stations (requirement M81). */
export abstract class DropOffPoints {
  /** A code to hand the parcel in with; the same one for the same ticket and point. */
  abstract codeFor(afterSaleId: string, pointId: string): Promise<DropOffCode>;
}

/** The carrier's HTTP interface. A carrier that does not answer in time is `503`: nothing has happened here. */
export class HttpDropOffPoints extends DropOffPoints {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(
    url: string,
    private readonly timeoutMs: number,
  ) {
    super();
    const { origin, pathname } = new URL(url);
    this.pool = new Pool(origin, { connections: 8, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
    this.path = `${pathname.replace(/\/$/, '')}/drop-offs`;
  }

  async codeFor(afterSaleId: string, pointId: string): Promise<DropOffCode> {
    const answer = await this.pool
      .request({
        method: 'POST',
        path: this.path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ afterSaleId, pointId }),
        signal: AbortSignal.timeout(this.timeoutMs),
      })
      .catch(() => problem('unavailable', { detail: 'The carrier does not answer.' }));
    const body: unknown = await answer.body.json().catch(() => undefined);
    return answer.statusCode === 201 && isCode(body)
      ? body
      : problem('unavailable', { detail: 'The carrier gave no code.' });
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

const isCode = (body: unknown): body is DropOffCode =>
  typeof body === 'object' &&
  body !== null &&
  ['code', 'trackingNumber', 'carrier'].every((name) => typeof Reflect.get(body, name) === 'string');
