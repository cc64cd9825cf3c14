import type { Message } from '@amends/kernel';
import type { Bus } from '../bus';
import type { Move, Stage } from '../stage';
import { fastExchange } from './exchanges';
import { freightBack, greedy, refundOnly, someMoney } from './money-only';
import { randomPurchase, type Purchase } from './purchase';
import { repair } from './repairs';
import { goodsBack } from './returns';
import type { Records, Scene, Story } from './scene';
import { Teller } from './teller';

export const BUYERS = ['buyer-a', 'buyer-b'] as const;

/** How a buyer may come to his money; what is named more often happens more often. */
const WAYS = [
  ...[goodsBack, goodsBack, goodsBack, goodsBack, refundOnly, refundOnly, someMoney, greedy],
  ...[freightBack, repair, fastExchange],
] as const;

/** Orders, after-sales and pickups, as the services that are simulated hear of them: random orders, tickets and parcels. */
export class Shop {
  readonly orders: Purchase[] = [];
  readonly records: Records = { asked: [], charges: [], goods: [] };
  private stories: { name: string; story: Story }[] = [];
  private readonly scene: Scene;

  constructor(stage: Stage, bus: Bus) {
    const { dice } = stage;
    const begin = (name: string, story: Story): void => void this.stories.push({ name, story });
    this.scene = { dice, teller: new Teller(stage, bus), records: this.records, begin };
    for (let n = dice.whole(1, 3); n > 0; n--) this.open(dice.one(BUYERS));
  }

  /** All that it has told, in the order in which it was said. */
  get told(): readonly Message[] {
    return this.scene.teller.told;
  }

  /** What could happen next in it. */
  moves(): readonly Move[] {
    return this.stories.map((each) => ({ what: `shop: ${each.name}`, weight: 3, go: () => this.goOn(each) }));
  }

  private open(buyerId: string): void {
    const { dice, teller, begin } = this.scene;
    const number = this.orders.length + 1;
    const order = randomPurchase(dice, number, teller.facts(teller.id('ord'), buyerId));
    this.orders.push(order);
    begin(`order ${String(number)}`, this.ways(order));
    for (let n = dice.whole(1, 4); n > 0; n--) {
      const way = dice.one(WAYS);
      begin(`${way.name} of order ${String(number)}`, way(this.scene, order));
    }
  }

  /** An order is paid, its lines leave one after the other, and later nobody may ask for anything any more. */
  private *ways(order: Purchase): Story {
    const { teller } = this.scene;
    const { paid } = order;
    teller.tell('order.paid', paid);
    yield;
    for (const { lineNumber } of paid.lines) {
      order.shipped.add(lineNumber);
      teller.tell('order.line_shipped', { ...teller.factsOf(order), lineNumber });
      yield;
    }
    for (const { lineNumber } of paid.lines) {
      teller.tell('order.after_sale_window_closed', { ...teller.factsOf(order), lineNumber });
      yield;
    }
  }

  private goOn(each: (typeof this.stories)[number]): void {
    if (each.story.next().done === true) this.stories = this.stories.filter((other) => other !== each);
  }
}
