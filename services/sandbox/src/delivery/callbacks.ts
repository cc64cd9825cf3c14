import { createHmac } from 'node:crypto';
import { Pool as HttpPool } from 'undici';

/** Tells the product what happened, as a provider on the internet would: signed, and again until it is taken. */
export class Callbacks {
  private readonly http: HttpPool;

  constructor(
    publicUrl: string,
    private readonly secrets: { psp: string; carrier: string },
  ) {
    this.http = new HttpPool(publicUrl, { connections: 16, headersTimeout: 5000, bodyTimeout: 5000 });
  }

  /** A payment provider's notification, signed as Standard Webhooks. Whether it was taken. */
  notify(id: string, body: object): Promise<boolean> {
    const text = JSON.stringify(body);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const key = Buffer.from(this.secrets.psp.replace(/^whsec_/, ''), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64');
    return this.post('/v1/psp/sandbox/notifications', text, {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    });
  }

  /** A carrier's scan, its raw body signed. Whether it was taken. */
  scan(carrier: string, body: string): Promise<boolean> {
    const signature = createHmac('sha256', this.secrets.carrier).update(body).digest('hex');
    return this.post(`/v1/carriers/${encodeURIComponent(carrier)}/events`, body, {
      'x-carrier-signature': `sha256=${signature}`,
    });
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async post(path: string, body: string, headers: Record<string, string>): Promise<boolean> {
    try {
      const answer = await this.http.request({
        method: 'POST',
        path,
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      await answer.body.dump();
      return answer.statusCode < 300;
    } catch {
      return false;
    }
  }
}
