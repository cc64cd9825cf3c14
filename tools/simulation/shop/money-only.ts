import type { LineAmount, Money } from '@amends/contracts';
import { setAside, worthOf, areLast, type Purchase } from './purchase';
import { ask, completed, submitted, type Scene, type Story } from './scene';

/** Units that never left, or stay where they are: the money goes back as soon as the merchant says yes. */
export function* refundOnly(scene: Scene, order: Purchase): Story {
  const line = someUnits(scene, order);
  if (line === undefined) return;
  // Nothing has left the merchant, and nothing is left to send: the freight goes back with the last line.
  const shippingFee = order.shipped.size === 0 && areLast(order, line) ? order.freight.left : 0;
  const money = { lines: [line], shippingFee };
  setAside(order, money);
  yield* payAtOnce(scene, order, 'refund_only', money);
}

/** Somebody asks for units that others ask for, too: what is more than was paid must be refused. */
export function* greedy(scene: Scene, order: Purchase): Story {
  const line = someUnits(scene, order);
  if (line === undefined) return;
  const shippingFee = scene.dice.chance(0.3) ? order.paid.shippingFee.paid : 0;
  yield* payAtOnce(scene, order, 'refund_only', { lines: [line], shippingFee });
}

/** Out of goodwill or because a price has fallen: money of one line, or of all; the buyer keeps everything. */
export function* someMoney(scene: Scene, order: Purchase): Story {
  const { dice } = scene;
  const type = dice.chance(0.3) ? 'price_protection' : 'compensation';
  const numbers = [...order.left.keys()];
  const chosen = type === 'compensation' && dice.chance(0.3) ? numbers : [dice.one(numbers)];
  const lines = chosen.flatMap((lineNumber): LineAmount[] => {
    const { cash } = worthOf(order, lineNumber, order.left.get(lineNumber)?.units ?? 0);
    const amount = dice.whole(0, Math.min(cash, 800));
    return amount === 0
      ? []
      : [{ lineNumber, units: 0, cash: amount, points: 0, merchantDiscount: 0, platformDiscount: 0 }];
  });
  if (lines.length === 0) return;
  const money = { lines, shippingFee: 0 };
  setAside(order, money);
  yield* payAtOnce(scene, order, type, money);
}

/** Freight out of goodwill: some of what is left of it. */
export function* freightBack(scene: Scene, order: Purchase): Story {
  const { left } = order.freight;
  if (left === 0) return;
  const money = { lines: [], shippingFee: scene.dice.whole(1, left) };
  setAside(order, money);
  yield* payAtOnce(scene, order, 'compensation', money);
}

function* payAtOnce(
  scene: Scene,
  order: Purchase,
  type: 'refund_only' | 'compensation' | 'price_protection',
  money: Money,
): Story {
  const ticket = scene.teller.ticket(type, money);
  submitted(scene, order, ticket);
  yield;
  scene.teller.tellOf(order, ticket, 'after_sale.approved', 'refunding', { by: 'merchant', money });
  yield;
  ask(scene, order, ticket, { money });
  yield;
  completed(scene, order, ticket);
}

/** Some of what is left of a line; undefined where nothing is. */
export const someUnits = ({ dice }: Scene, order: Purchase): LineAmount | undefined => {
  const lineNumber = dice.one([...order.left.keys()]);
  const units = order.left.get(lineNumber)?.units ?? 0;
  return units === 0 ? undefined : worthOf(order, lineNumber, dice.whole(1, units));
};
