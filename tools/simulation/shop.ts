import {
  catalogue,
  type AfterSaleStatus,
  type AfterSaleType,
  type LineAmount,
  type Money,
  type OrderPaid,
  type ParcelStatus,
  type RequestRefund,
  type TicketFacts,
} from '@amends/contracts';
import { idOf, shareOfRemaining, uuidOf, uuidv7 } from '@amends/kernel';
import { paidOrder } from '../../libs/domain/refunds/src/account/given-account';
import { outgoingOf } from '../../libs/platform/messaging/src/envelope';
import type { Bus } from './bus';
import type { Move, Stage } from './stage';

/** A ticket, as far as its neighbours hear of it. */
type Ticket = {
  readonly id: string;
  readonly type: AfterSaleType;
  readonly money: Money;
  version: number;
  parentId: string | null;
};
type Left = { units: number; cash: number; points: number; merchantDiscount: number; platformDiscount: number };
export type Order = Readonly<{ paid: OrderPaid['data']; left: Map<number, Left> }>;
type Step = () => void;

/** What it has asked refunds for. */
export type AskedFor = Readonly<{ orderId: string; request: RequestRefund['data'] }>;

export const BUYERS = ['buyer-a', 'buyer-b'] as const;
const TENDERS = ['card', 'card', 'wallet', 'gift_card', 'balance'] as const;

/**
 * Orders, after-sales and pickups, as the services that are simulated hear of them: random orders, tickets and parcels,
 * each told in its own order.
 */
export class Shop {
  readonly orders: Order[] = [];
  readonly asked: AskedFor[] = [];
  private readonly stories: { name: string; steps: Step[] }[] = [];
  private sequence = 0;

  constructor(
    private readonly stage: Stage,
    private readonly bus: Bus,
  ) {
    const { dice } = stage;
    for (let n = dice.whole(1, 3); n > 0; n--) this.open(dice.one(BUYERS));
  }

  /** What could happen next in it. */
  moves(): readonly Move[] {
    return this.stories
      .filter(({ steps }) => steps.length > 0)
      .map(({ name, steps }) => ({ what: `shop: ${name}`, weight: 3, go: () => steps.shift()?.() }));
  }

  private open(buyerId: string): void {
    const { dice } = this.stage;
    const number = this.orders.length + 1;
    const lines = Array.from({ length: dice.whole(1, 3) }, () => ({
      quantity: dice.whole(1, 4),
      cash: dice.whole(1, 30_000),
      points: dice.chance(0.3) ? dice.whole(0, 900) : 0,
      merchantDiscount: dice.chance(0.3) ? dice.whole(0, 500) : 0,
      platformDiscount: dice.chance(0.3) ? dice.whole(0, 500) : 0,
    }));
    const freight = dice.chance(0.5) ? dice.whole(0, 1500) : 0;
    let open = lines.reduce((sum, { cash }) => sum + cash, freight);
    const payments = Array.from({ length: dice.whole(1, 3) }, () => {
      const amount = dice.whole(0, open);
      open -= amount;
      return [dice.one(TENDERS), amount] as const;
    });
    if (open > 0) payments.push(['card', open]);
    const plain = paidOrder(
      lines,
      payments.filter(([, amount]) => amount > 0),
      freight,
    );
    // Payments are unique at the provider: those of one order carry its number.
    const named = JSON.parse(
      JSON.stringify(plain).replaceAll('"pay-', `"o${String(number)}-pay-`),
    ) as OrderPaid['data'];
    const paid = { ...named, ...this.facts(this.id('ord'), buyerId), shippingInsurance: dice.chance(0.7) };
    const left = new Map(
      paid.lines.map(
        ({ lineNumber, quantity, paid: { cash, points, merchantDiscount, platformDiscount } }) =>
          [lineNumber, { units: quantity, cash, points, merchantDiscount, platformDiscount }] as const,
      ),
    );
    const order = { paid, left };
    this.orders.push(order);
    this.stories.push({
      name: `order ${String(number)}`,
      steps: [
        () => this.tell('order.paid', paid),
        ...paid.lines.map(
          ({ lineNumber }) =>
            () =>
              this.tell('order.line_shipped', { ...this.factsOf(order), lineNumber }),
        ),
        ...paid.lines.map(
          ({ lineNumber }) =>
            () =>
              this.tell('order.after_sale_window_closed', { ...this.factsOf(order), lineNumber }),
        ),
      ],
    });
    for (let n = dice.whole(1, 4); n > 0; n--) this.apply(order);
  }

  /** A ticket about some units of a line, or about money alone. */
  private apply(order: Order): void {
    const { dice } = this.stage;
    const lineNumber = dice.one([...order.left.keys()]);
    const kind = dice.one([
      'return_refund',
      'return_refund',
      'return_refund',
      'refund_only',
      'compensation',
      'greedy',
    ] as const);
    const money =
      kind === 'compensation'
        ? onlyCash(lineNumber, dice.whole(1, 800))
        : this.take(order, lineNumber, kind === 'greedy');
    if (money === undefined) return;
    const type = kind === 'greedy' ? 'refund_only' : kind;
    const ticket: Ticket = { id: this.id('aft'), type, money, version: 0, parentId: null };
    const steps = type === 'return_refund' ? this.wayBack(order, ticket) : this.payAtOnce(order, ticket);
    this.stories.push({ name: `${ticket.id} ${kind}`, steps: [() => this.submitted(order, ticket), ...steps] });
  }

  private payAtOnce(order: Order, ticket: Ticket): Step[] {
    return [
      () => this.approved(order, ticket, 'refunding'),
      () => this.ask(order, ticket, ticket.money),
      () => this.completed(order, ticket),
    ];
  }

  /** Goods go back: at the door or by himself, or not at all; and are taken, refused, or taken in part. */
  private wayBack(order: Order, ticket: Ticket): Step[] {
    const { dice } = this.stage;
    const approved = (): void => this.approved(order, ticket, 'awaiting_buyer_shipment');
    if (dice.chance(0.12))
      return [approved, () => this.tellOf(order, ticket, 'after_sale.cancelled', 'cancelled_by_buyer', {})];
    const parcel = this.parcel(order, ticket);
    const end = this.inspection(order, ticket);
    // Pickups and after-sales are two topics: nothing keeps their order but the story itself.
    if (!dice.chance(0.3)) return [approved, ...parcel, ...end];
    this.stories.push({ name: `parcel of ${ticket.id}`, steps: parcel });
    return [approved, ...end];
  }

  private parcel(order: Order, ticket: Ticket): Step[] {
    const { dice } = this.stage;
    if (dice.chance(0.1)) return [];
    const tell =
      (type: string, method: 'pickup' | 'self_ship', status: ParcelStatus, more: object): Step =>
      () =>
        this.tell(type, {
          ...this.factsOf(order),
          afterSaleId: ticket.id,
          pickupId: null,
          method,
          carrier: 'ACME',
          trackingNumber: `T${ticket.id}`,
          status,
          at: this.stage.now,
          ...more,
        });
    const freight = dice.whole(1, 3000);
    return dice.chance(0.6)
      ? [
          tell('return.pickup_booked', 'pickup', 'pickup_booked', {}),
          tell('return.picked_up', 'pickup', 'picked_up', { freight, weightGrams: null }),
          tell('return.signed', 'pickup', 'signed', { first: false }),
        ]
      : [
          tell('return.shipped', 'self_ship', 'shipped', {}),
          tell('return.tracking_updated', 'self_ship', 'in_transit', { first: true, event: 'in_transit' }),
          tell('return.signed', 'self_ship', 'signed', { first: false }),
        ];
  }

  private inspection(order: Order, ticket: Ticket): Step[] {
    const { dice } = this.stage;
    const accept = [() => this.ask(order, ticket, ticket.money), () => this.completed(order, ticket)];
    const end = dice.next();
    if (end < 0.5) return accept;
    if (end < 0.75)
      return [
        () => this.tellOf(order, ticket, 'return.rejected', 'inspection_rejected', {}),
        ...this.verdict(order, ticket),
      ];
    return this.inPart(order, ticket) ?? accept;
  }

  /** Some units are taken, the others move to a ticket of their own. */
  private inPart(order: Order, ticket: Ticket): Step[] | undefined {
    const [line] = ticket.money.lines;
    if (line === undefined || line.units < 2) return undefined;
    const kept = this.stage.dice.whole(1, line.units - 1);
    const [taken, refused] = parted(line, kept);
    const child: Ticket = {
      id: this.id('aft'),
      type: ticket.type,
      money: { lines: [refused], shippingFee: 0 },
      version: 0,
      parentId: ticket.id,
    };
    return [
      () =>
        this.tellOf(order, ticket, 'return.partially_received', 'refunding', {
          childId: child.id,
          inspection: [],
          evidenceIds: [],
        }),
      () => this.submitted(order, child),
      () => this.ask(order, ticket, { lines: [taken], shippingFee: 0 }),
      () => this.completed(order, ticket),
      ...this.verdict(order, child),
    ];
  }

  private verdict(order: Order, ticket: Ticket): Step[] {
    const merchantWins = this.stage.dice.chance(0.5);
    const applied = (): void =>
      this.tellOf(order, ticket, 'after_sale.verdict_applied', merchantWins ? 'closed' : 'refunding', {
        winner: merchantWins ? 'merchant' : 'buyer',
        money: ticket.money,
        disputeId: this.id('dsp'),
      });
    return merchantWins
      ? [applied, () => this.tellOf(order, ticket, 'after_sale.closed', 'closed', { closeReason: 'verdict_merchant' })]
      : [applied, () => this.ask(order, ticket, ticket.money), () => this.completed(order, ticket)];
  }

  /** Asks for a part of what is left of a line, or for more than that. */
  private take(order: Order, lineNumber: number, greedy: boolean): Money | undefined {
    const { dice } = this.stage;
    const left = order.left.get(lineNumber);
    if (left === undefined || left.units === 0) return undefined;
    const units = dice.whole(1, left.units);
    const share = (component: keyof Left): number => {
      const part = shareOfRemaining(left[component], units, left.units);
      if (!greedy) left[component] -= part;
      return part;
    };
    const [cash, points, merchantDiscount, platformDiscount] = [
      share('cash'),
      share('points'),
      share('merchantDiscount'),
      share('platformDiscount'),
    ];
    if (!greedy) left.units -= units;
    return { lines: [{ lineNumber, units, cash, points, merchantDiscount, platformDiscount }], shippingFee: 0 };
  }

  private ask(order: Order, ticket: Ticket, money: Money): void {
    const request: RequestRefund['data'] = {
      ...this.factsOf(order),
      afterSaleId: ticket.id,
      refundId: this.id('rfd'),
      kind: ticket.type === 'compensation' ? 'goodwill' : 'normal',
      money,
      parentId: ticket.parentId,
    };
    this.asked.push({ orderId: order.paid.orderId, request });
    this.tell('refund.request', request);
  }

  private submitted(order: Order, ticket: Ticket): void {
    const { parentId } = ticket;
    this.tellOf(order, ticket, 'after_sale.submitted', 'pending_merchant_review', { parentId });
  }

  private approved(order: Order, ticket: Ticket, status: AfterSaleStatus): void {
    this.tellOf(order, ticket, 'after_sale.approved', status, { by: 'merchant', money: ticket.money });
  }

  private completed(order: Order, ticket: Ticket): void {
    this.tellOf(order, ticket, 'after_sale.completed', 'completed', { refunded: [], refundId: null });
  }

  private tellOf(order: Order, ticket: Ticket, type: string, status: AfterSaleStatus, more: object): void {
    ticket.version += 1;
    const facts: TicketFacts = {
      ...this.factsOf(order),
      afterSaleId: ticket.id,
      type: ticket.type,
      status,
      phase: 'received',
      reason: 'no_reason_7d',
      responsibility: 'buyer',
      returnFreightBearer: 'buyer',
      initiator: 'buyer',
      lines: ticket.money.lines.map(({ lineNumber, units }) => ({ lineNumber, quantity: units })),
      interceptRequested: false,
      underIntervention: false,
      ticketVersion: ticket.version,
    };
    this.tell(type, { ...facts, ...more });
  }

  private tell(type: string, data: object): void {
    const orderId = 'orderId' in data && typeof data.orderId === 'string' ? data.orderId : '';
    const outgoing = outgoingOf(
      {
        version: ++this.sequence,
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

  private factsOf({ paid: { orderId, buyerId } }: Order) {
    return this.facts(orderId, buyerId);
  }

  private facts(orderId: string, buyerId: string) {
    return { orderId, buyerId, merchantId: 'merchant-1', occurredAt: this.stage.now };
  }

  private id(prefix: 'ord' | 'aft' | 'rfd' | 'dsp'): string {
    return idOf(prefix, this.uuid());
  }

  private uuid(): string {
    return uuidv7(this.stage.nowMs, this.stage.dice.bytes(10));
  }
}

const onlyCash = (lineNumber: number, cash: number): Money => ({
  lines: [{ lineNumber, units: 0, cash, points: 0, merchantDiscount: 0, platformDiscount: 0 }],
  shippingFee: 0,
});

/** So many of the units, and the others. */
const parted = (line: LineAmount, units: number): readonly [LineAmount, LineAmount] => {
  const share = (amount: number): number => shareOfRemaining(amount, units, line.units);
  const taken = {
    lineNumber: line.lineNumber,
    units,
    cash: share(line.cash),
    points: share(line.points),
    merchantDiscount: share(line.merchantDiscount),
    platformDiscount: share(line.platformDiscount),
  };
  const rest = {
    lineNumber: line.lineNumber,
    units: line.units - units,
    cash: line.cash - taken.cash,
    points: line.points - taken.points,
    merchantDiscount: line.merchantDiscount - taken.merchantDiscount,
    platformDiscount: line.platformDiscount - taken.platformDiscount,
  };
  return [taken, rest];
};
