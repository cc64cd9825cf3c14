import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** What the carrier may report of a parcel (api.md 9). */
export const SCAN_EVENTS = [
  'courier_assigned',
  'pickup_failed',
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'signed',
  'exception',
  'lost',
  'intercepted',
  'intercept_failed',
  'scan_revoked',
] as const;
export type ScanEvent = (typeof SCAN_EVENTS)[number];

export type BookedPickup = Readonly<{ pickupId: string; trackingNumber: string; carrier: string }>;
export type Scan = Readonly<{
  pickupId?: string;
  trackingNumber?: string;
  event: ScanEvent;
  at: string;
  weightGrams?: number;
  freight?: number;
}>;
export type WaitingScan = Readonly<{ eventId: string; carrier: string; body: string }>;

/** The carrier a number belongs to that is in nobody's books. */
const ANY_CARRIER = 'sf';

/** A carrier with books of its own: pickups are booked once per id, scans are kept until they are delivered. */
export class Carrier {
  constructor(private readonly pool: Pool) {}

  /** Books a courier, once per pickup id; undefined where the carrier does not go. A new slot replaces the old one. */
  async book(request: {
    pickupId: string;
    carrier: string;
    region: string;
    slot: object;
  }): Promise<BookedPickup | undefined> {
    if (!request.region.startsWith('CN-')) return undefined;
    const { rows } = await this.pool.query<{ tracking_number: string; carrier: string }>(
      `INSERT INTO pickups (pickup_id, carrier, tracking_number, slot) VALUES ($1, $2, $3, $4)
       ON CONFLICT (pickup_id) DO UPDATE SET slot = excluded.slot, carrier = excluded.carrier, cancelled = false
       RETURNING tracking_number, carrier`,
      [request.pickupId, request.carrier, numberFor(request.pickupId), request.slot],
    );
    const [row] = rows;
    return row && { pickupId: request.pickupId, trackingNumber: row.tracking_number, carrier: row.carrier };
  }

  async cancel(pickupId: string): Promise<void> {
    await this.pool.query('UPDATE pickups SET cancelled = true WHERE pickup_id = $1', [pickupId]);
  }

  /** A code to drop a parcel at a point, once per after-sale. */
  async dropOff(request: { afterSaleId: string; pointId: string; carrier: string }): Promise<object> {
    const { rows } = await this.pool.query<{
      code: string;
      tracking_number: string;
      carrier: string;
      point_id: string;
    }>(
      `INSERT INTO drop_offs (after_sale_id, point_id, code, carrier, tracking_number) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (after_sale_id) DO UPDATE SET point_id = excluded.point_id RETURNING code, tracking_number, carrier, point_id`,
      [
        request.afterSaleId,
        request.pointId,
        digits(request.afterSaleId, 8),
        request.carrier,
        numberFor(`drop-off ${request.afterSaleId}`),
      ],
    );
    const [row] = rows;
    if (!row) throw new Error('an upsert answers its row');
    return { code: row.code, trackingNumber: row.tracking_number, carrier: row.carrier, pointId: row.point_id };
  }

  /** Writes a scan down before anybody is told. Undefined for a pickup nobody booked. */
  async record(eventId: string, scan: Scan): Promise<WaitingScan | undefined> {
    const carrier = await this.carrierOf(scan);
    if (carrier === undefined) return undefined;
    const courier = scan.event === 'courier_assigned' ? { courier: { name: 'The courier', phone: '13900000000' } } : {};
    const body = JSON.stringify({ eventId, ...scan, ...courier });
    await this.pool.query('INSERT INTO scans (event_id, carrier, body) VALUES ($1, $2, $3)', [eventId, carrier, body]);
    return { eventId, carrier, body };
  }

  async delivered(eventId: string): Promise<void> {
    await this.pool.query('UPDATE scans SET delivered = true WHERE event_id = $1', [eventId]);
  }

  /** What nobody has taken yet, oldest first, once it is older than `seconds`. */
  async waiting(seconds: number): Promise<readonly WaitingScan[]> {
    const { rows } = await this.pool.query<{ event_id: string; carrier: string; body: string }>(
      `SELECT event_id, carrier, body FROM scans WHERE NOT delivered AND at < now() - make_interval(secs => $1) ORDER BY position LIMIT 100`,
      [seconds],
    );
    return rows.map((row) => ({ eventId: row.event_id, carrier: row.carrier, body: row.body }));
  }

  private async carrierOf({ pickupId, trackingNumber }: Scan): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ carrier: string }>(
      `SELECT carrier FROM pickups WHERE pickup_id = $1 OR tracking_number = $2
       UNION ALL SELECT carrier FROM drop_offs WHERE tracking_number = $2 LIMIT 1`,
      [pickupId ?? null, trackingNumber ?? null],
    );
    return rows[0]?.carrier ?? (trackingNumber === undefined ? undefined : ANY_CARRIER);
  }
}

/** A number of the carrier's own, the same for the same name. */
const numberFor = (name: string): string => `SB${digits(name, 14)}`;

const digits = (name: string, count: number): string =>
  BigInt(`0x${createHash('sha256').update(name).digest('hex')}`)
    .toString()
    .slice(-count);
