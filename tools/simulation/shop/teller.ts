import { catalogue, type AfterSaleStatus, type AfterSaleType, type Money, type TicketFacts } from '@amends/contracts';
import { idOf, uuidOf, uuidv7, type Message } from '@amends/kernel';
import { outgoingOf } from '../../../libs/platform/messaging/src/envelope';
import type { Bus } from '../bus';
import type { Stage } from '../stage';
import type { Purchase } from './purchase';

/** A ticket, as far as its neighbours hear of it. */
export type Ticket = {
  readonly id: string;
  readonly type: AfterSaleType;
  readonly money: Money;
  readonly parentId: string | null;
  readonly merchantsFault: boolean;
  version: number;
};

/** What orders, after-sales and pickups say: of each order in the order in which they say it. */
export class Teller {
  /** All that was said. */
  readonly told: Message[] = [];

  constructor(
    readonly stage: Stage,
    private readonly bus: Bus,
  ) {}

  ticket(type: AfterSaleType, money: Money, over: Partial<Ticket> = {}): Ticket {
    return { id: this.id('aft'), type, money, parentId: null, merchantsFault: false, version: 0, ...over };
  }

  /** The next word about a ticket. */
  tellOf(order: Purchase, ticket: Ticket, type: string, status: AfterSaleStatus, more: object = {}): void {
    ticket.version += 1;
    const facts: TicketFacts = {
      ...this.factsOf(order),
      afterSaleId: ticket.id,
      type: ticket.type,
      status,
      phase: 'received',
      reason: ticket.merchantsFault ? 'workmanship' : 'no_reason_7d',
      responsibility: ticket.merchantsFault ? 'merchant' : 'buyer',
      returnFreightBearer: ticket.merchantsFault ? 'merchant' : 'buyer',
      initiator: 'buyer',
      lines: ticket.money.lines.map(({ lineNumber, units }) => ({ lineNumber, quantity: units })),
      interceptRequested: false,
      underIntervention: false,
      ticketVersion: ticket.version,
    };
    this.tell(type, { ...facts, ...more });
  }

  tell(type: string, data: object): void {
    const orderId = 'orderId' in data && typeof data.orderId === 'string' ? data.orderId : '';
    const outgoing = outgoingOf(
      {
        version: this.told.push({ type, data }),
        id: this.uuid(),
        type,
        schemaVersion: catalogue[type]?.version ?? 1,
        partitionKey: uuidOf(orderId, 'ord') ?? '',
        data: JSON.stringify(data),
        metadata: { actor: { role: 'system', id: 'shop' }, correlationId: 'shop' },
        at: this.stage.now,
      },
      'shop',
      catalogue,
    );
    if (outgoing === undefined) throw new Error(`${type} is not in the catalogue`);
    this.stage.note(`  shop tells ${type}`);
    this.bus.publish(outgoing);
  }

  factsOf({ paid: { orderId, buyerId } }: Purchase) {
    return this.facts(orderId, buyerId);
  }

  facts(orderId: string, buyerId: string) {
    return { orderId, buyerId, merchantId: 'merchant-1', occurredAt: this.stage.now };
  }

  id(prefix: 'ord' | 'aft' | 'rfd' | 'dsp'): string {
    return idOf(prefix, this.uuid());
  }

  private uuid(): string {
    return uuidv7(this.stage.nowMs, this.stage.dice.bytes(10));
  }
}
