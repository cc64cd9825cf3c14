import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

// Objects in the shapes of https://docs.easypost.com/docs/shipments and https://docs.easypost.com/docs/pickups.
type Rate = Readonly<{ id: string; carrier: string; service: string; rate: string }>;
export type KeptShipment = {
  id: string;
  object: 'Shipment';
  reference: string;
  tracking_code: string | null;
  refund_status: string | null;
  rates: readonly Rate[];
  selected_rate: Rate | null;
  asked: object;
};
export type KeptPickup = {
  id: string;
  object: 'Pickup';
  reference: string;
  status: 'unknown' | 'scheduled' | 'canceled';
  min_datetime: string;
  max_datetime: string;
  pickup_rates: readonly Rate[];
  asked: object;
};

/** How one call goes wrong: refused with an error, or the line goes dead before or after its effect. */
export type Fault = Readonly<{ status: number; code: string }> | 'before' | 'after';

const rate = (id: string, carrier: string, service: string, price: string): Rate => ({
  id,
  carrier,
  service,
  rate: price,
});

/** A small server that keeps shipments and pickups as EasyPost's documentation says. */
export class KeptEasyPost {
  readonly shipments: KeptShipment[] = [];
  readonly pickups: KeptPickup[] = [];
  /** Every call but the questions, in order. */
  readonly calls: string[] = [];
  rates = [rate('rate_1', 'FedEx', 'GROUND', '9.10'), rate('rate_2', 'USPS', 'First', '5.49')];
  pickupRates = [rate('pickuprate_1', 'USPS', 'NextDay', '0.00')];
  private readonly faults = new Map<string, Fault[]>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void read(request).then((text) => {
        const [path = '', query = ''] = (request.url ?? '').split('?');
        const call = `${request.method ?? ''} ${path.replace(/^\/v2/, '').replace(/(shp|pickup)_\d+/, ':')}`;
        const fault = this.faults.get(call)?.shift();
        if (fault === 'before') return request.socket.destroy();
        const answer = isRefused(fault) ? refusal(fault) : this.answer(call, path, new URLSearchParams(query), text);
        if (fault === 'after') return request.socket.destroy();
        return response
          .writeHead(answer.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(answer.body));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(closed));
  }

  /** The next such call goes wrong, e.g. `POST /shipments/:/buy`. */
  fail(call: string, fault: Fault): void {
    this.faults.set(call, [...(this.faults.get(call) ?? []), fault]);
  }

  private answer(call: string, path: string, query: URLSearchParams, text: string): Said {
    if (!call.startsWith('GET')) this.calls.push(call);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, object>;
    const id = /(shp|pickup)_\d+/.exec(path)?.[0];
    const shipment = this.shipments.find((each) => each.id === id);
    const pickup = this.pickups.find((each) => each.id === id);
    switch (call) {
      case 'GET /shipments': {
        const purchased = query.get('purchased') !== 'false';
        const those = this.shipments.filter(({ tracking_code: code }) => (code !== null) === purchased);
        return page('shipments', those, query);
      }
      case 'GET /pickups':
        return page('pickups', this.pickups, query);
      case 'POST /shipments':
        return created(this.shipments, {
          id: `shp_${String(this.shipments.length + 1)}`,
          object: 'Shipment',
          reference: fieldOf(body.shipment, 'reference'),
          tracking_code: null,
          refund_status: null,
          rates: this.rates,
          selected_rate: null,
          asked: body.shipment ?? {},
        });
      case 'POST /pickups':
        return created(this.pickups, {
          id: `pickup_${String(this.pickups.length + 1)}`,
          object: 'Pickup',
          reference: fieldOf(body.pickup, 'reference'),
          status: 'unknown',
          min_datetime: fieldOf(body.pickup, 'min_datetime'),
          max_datetime: fieldOf(body.pickup, 'max_datetime'),
          pickup_rates: this.pickupRates,
          asked: body.pickup ?? {},
        });
      case 'POST /shipments/:/buy': {
        if (shipment === undefined) return refusal({ status: 404, code: 'NOT_FOUND' });
        if (shipment.tracking_code !== null) return refusal({ status: 422, code: 'SHIPMENT.POSTAGE.EXISTS' });
        shipment.tracking_code = `EZ${shipment.id.slice(4)}`;
        shipment.selected_rate = shipment.rates.find((each) => each.id === fieldOf(body.rate, 'id')) ?? null;
        return { status: 200, body: shipment };
      }
      case 'POST /shipments/:/refund': {
        if (shipment !== undefined) shipment.refund_status = 'submitted';
        return { status: 200, body: shipment ?? {} };
      }
      case 'POST /pickups/:/buy': {
        if (pickup !== undefined) pickup.status = 'scheduled';
        return { status: 200, body: pickup ?? {} };
      }
      case 'POST /pickups/:/cancel': {
        if (pickup !== undefined) pickup.status = 'canceled';
        return { status: 200, body: pickup ?? {} };
      }
      default:
        return refusal({ status: 404, code: 'NOT_FOUND' });
    }
  }
}

type Said = Readonly<{ status: number; body: object }>;

const isRefused = (fault: Fault | undefined): fault is Exclude<Fault, string> => typeof fault === 'object';

/** https://docs.easypost.com/docs/errors */
const refusal = ({ status, code }: Exclude<Fault, string>): Said => ({
  status,
  body: { error: { code, message: 'It was refused.', errors: [] } },
});

const created = <Kept extends object>(among: Kept[], made: Kept): Said => {
  among.push(made);
  return { status: 201, body: made };
};

/** The newest first, from before an id. */
const page = (name: string, kept: readonly Readonly<{ id: string }>[], query: URLSearchParams): Said => {
  const newest = [...kept].reverse();
  const from = newest.findIndex(({ id }) => id === query.get('before_id')) + 1;
  const size = Number(query.get('page_size'));
  return { status: 200, body: { [name]: newest.slice(from, from + size), has_more: newest.length > from + size } };
};

const fieldOf = (of: unknown, name: string): string => String(Reflect.get(of as object, name));

const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};
