import type { LineQuantity } from '@amends/contracts';
import { between, DAY_MS, isRefusal, type Instant } from '@amends/kernel';
import type { CaseLine } from '../case/case';
import type { Application, BuyerType } from '../policy/application';
import { judgeStanding } from '../policy/judge';
import type { Option } from '../policy/option';
import { optionsOf } from '../policy/options';
import type { Label } from '../policy/reasons';
import { comparisonOf } from '../policy/price-protection';
import type { LineStanding, OrderStanding } from '../policy/standing';
import { standingOf } from '../policy/standing-of-case';
import { policyCategory } from '../policy/terms';
import { LATE_SHIPMENT_MS } from '../policy/timers';
import { WEIGHTS, type Asker, type Need, type SuggestingCase } from './suggestion';
import { minorText } from './texts';

/** A parcel that has been on its way for so long is missed. */
const OVERDUE_MS = 5 * DAY_MS;
/** Until then the buyer may say himself that it came; after it orders says so for him (timers.md T-receive). */
const RECEIPT_BY_ITSELF_MS = 10 * DAY_MS;

/** What somebody may want about the goods of an order, from where they are; nothing that would be refused. */
export const needsOfGoods = (each: SuggestingCase, asker: Asker): readonly Need[] => {
  const { order, tickets } = each.known;
  const scene: Scene = { ...each, asker, standing: standingOf(order, tickets) };
  const options = optionsOf(each.known, each.context);
  return [
    ...unshippedNeeds(scene),
    ...parcelNeeds(scene),
    ...options.flatMap(({ lineNumber, options: offered }) => {
      const line = order.lines.find((known) => known.lineNumber === lineNumber);
      const standing = scene.standing.lines.find((known) => known.lineNumber === lineNumber);
      return line === undefined || standing === undefined ? [] : lineNeeds(scene, { line, standing, offered });
    }),
  ];
};

type Scene = SuggestingCase & Readonly<{ asker: Asker; standing: OrderStanding }>;
type OnLine = Readonly<{ line: CaseLine; standing: LineStanding; offered: readonly Option[] }>;
type Words = Pick<Need, 'weight' | 'label' | 'because'>;

/** Nothing has left yet: all of it is called off with one request. */
const unshippedNeeds = (scene: Scene): readonly Need[] => {
  const { order } = scene.known;
  const lines = scene.standing.lines
    .filter(({ unshipped, kind }) => unshipped.free > 0 && kind !== 'virtual')
    .map(({ lineNumber, unshipped }) => ({ lineNumber, quantity: unshipped.free }));
  const late =
    order.lines.every(({ shipped }) => shipped === 0) && between(order.paidAt, scene.context.at) >= LATE_SHIPMENT_MS;
  const label = { en: 'I want a refund', zh: '我要退款' };
  return late
    ? apply(
        scene,
        { type: 'refund_only', reason: 'late_shipment', lines },
        {
          weight: WEIGHTS.neverShipped,
          label,
          because: { en: 'The shop has not shipped in time.', zh: '商家未按时发货。' },
        },
      )
    : apply(
        scene,
        { type: 'refund_only', reason: 'changed_mind', lines },
        {
          weight: WEIGHTS.notShipped,
          label,
          because: { en: 'It has not been shipped yet.', zh: '商品尚未发货。' },
        },
      );
};

/** A parcel is on its way: it is late, or it has come. */
const parcelNeeds = (scene: Scene): readonly Need[] => {
  const { at } = scene.context;
  const onTheirWay = scene.standing.lines.filter(
    ({ kind, sentPhase, sent, unshipped }) =>
      kind !== 'virtual' && sentPhase === 'shipped' && sent.free > 0 && unshipped.left === 0,
  );
  const sentAt = scene.known.order.lines
    .filter(({ lineNumber }) => onTheirWay.some((line) => line.lineNumber === lineNumber))
    .flatMap(({ parcels }) => parcels.at(-1)?.sentAt ?? [])
    .sort()
    .at(0);
  if (sentAt === undefined) return [];
  const days = Math.floor(between(sentAt, at) / DAY_MS);
  return [
    ...apply(
      scene,
      {
        type: 'refund_only',
        reason: 'not_received',
        lines: onTheirWay.map(({ lineNumber, sent }) => ({ lineNumber, quantity: sent.free })),
      },
      {
        weight: between(sentAt, at) >= OVERDUE_MS ? WEIGHTS.parcelOverdue : WEIGHTS.parcelUnderWay,
        label: { en: 'My parcel has not arrived', zh: '我没有收到货' },
        because: { en: `The parcel has been on its way for ${days} days.`, zh: `包裹已发出 ${days} 天。` },
      },
    ),
    ...receiptNeeds(scene, onTheirWay, sentAt),
  ];
};

/** Orders is told by the buyer alone, and not while one of the lines is under a ticket. */
const receiptNeeds = (
  { known: { order }, context: { at }, asker }: Scene,
  onTheirWay: readonly LineStanding[],
  sentAt: Instant,
): readonly Need[] => {
  const untouched = onTheirWay.filter(({ sent }) => sent.free === sent.left);
  if (asker.role !== 'buyer' || untouched.length === 0 || between(sentAt, at) >= RECEIPT_BY_ITSELF_MS) return [];
  return [
    {
      weight: WEIGHTS.parcelCame,
      label: { en: 'I have received it', zh: '我已收到货' },
      because: { en: 'The parcel is on its way to you.', zh: '包裹正在派送给您。' },
      request: {
        method: 'POST',
        path: `/v1/orders/${order.orderId}/receipt`,
        body: { lineNumbers: untouched.map(({ lineNumber }) => lineNumber) },
      },
    },
  ];
};

/** What somebody may want of one line that its options allow. */
const lineNeeds = (scene: Scene, on: OnLine): readonly Need[] => {
  const { title, gift } = on.line;
  const cheaper = comparisonOf({ line: on.standing }, { ...scene.context, order: scene.standing })?.protectedLine;
  const fell = minorText(cheaper?.difference ?? 0, scene.standing.currency);
  const drop = offer(scene, on, 'price_protection', ['price_drop'], {
    weight: WEIGHTS.priceFell,
    label: { en: `Pay me back ${fell}`, zh: `申请价保 ${fell}` },
    because: { en: `“${title}” has become cheaper since you bought it.`, zh: `“${title}”降价了。` },
  });
  if (gift || on.standing.sentPhase !== 'received' || on.standing.sent.free === 0) return drop;

  const category = policyCategory(on.line.category);
  const sized = category === 'apparel' || category === 'footwear';
  const device = category === 'electronics' || category === 'appliance' || on.line.warrantyMonths > 0;
  const received: Label = { en: `You have received “${title}”.`, zh: `您已收到“${title}”。` };
  const returning = {
    weight: WEIGHTS.unwanted,
    label: { en: 'I want to return it', zh: '我要退货' },
    because: received,
  };
  const together = returnWithGifts(scene, on, returning);
  return [
    ...drop,
    ...(together.length > 0
      ? together
      : offer(scene, on, 'return_refund', ['no_reason_7d', 'damaged_in_transit'], returning)),
    ...offer(scene, on, 'exchange', ['unsuitable', 'damaged_in_transit'], {
      weight: sized ? WEIGHTS.wrongSize : WEIGHTS.exchange,
      label: { en: 'I want another one', zh: '我要换货' },
      because: received,
    }),
    ...offer(scene, on, 'repair', ['malfunction'], {
      weight: device ? WEIGHTS.brokenDevice : WEIGHTS.broken,
      label: { en: 'It does not work', zh: '商品故障，我要维修' },
      because: received,
    }),
    ...offer(scene, on, 'refund_only', ['damaged_in_transit'], {
      weight: WEIGHTS.damaged,
      label: { en: 'It arrived damaged', zh: '收到的商品有破损' },
      because: received,
    }),
  ];
};

/** The first of these reasons that the options allow, for as many units as they allow. */
const offer = (
  scene: Scene,
  on: OnLine,
  type: BuyerType,
  reasons: readonly string[],
  words: Words,
): readonly Need[] => {
  const option = on.offered.find((each) => each.type === type);
  if (option?.allowed !== true) return [];
  const reason = reasons.flatMap((code) => option.reasons.find((each) => each.code === code) ?? []).at(0);
  if (reason === undefined) return [];
  const own = { lineNumber: on.line.lineNumber, quantity: reason.maxQuantity };
  return apply(scene, { type, reason: reason.code, lines: [own] }, words);
};

/** All units of the line with the gifts that came with them: the options of the line alone leave its last unit out. */
const returnWithGifts = (scene: Scene, { standing }: OnLine, words: Words): readonly Need[] => {
  const gifts = scene.standing.lines.filter(
    ({ giftOf, sentPhase, sent }) => giftOf === standing.lineNumber && sentPhase === 'received' && sent.free > 0,
  );
  const lines = [standing, ...gifts].map(({ lineNumber, sent }) => ({ lineNumber, quantity: sent.free }));
  return gifts.length === 0 ? [] : apply(scene, { type: 'return_refund', reason: 'no_reason_7d', lines }, words);
};

type Wish = Readonly<{ type: BuyerType; reason: string; lines: readonly LineQuantity[] }>;

/** The application, ready to be sent, if the judge accepts just that. */
const apply = ({ known, context, standing, asker }: Scene, wish: Wish, words: Words): readonly Need[] => {
  if (wish.lines.length === 0) return [];
  const application: Application = {
    ...wish,
    requestedAmount: null,
    component: 'cash',
    goodsReceived: null,
    targetSku: null,
    evidenceIds: [],
    initiator: 'buyer',
  };
  if (isRefusal(judgeStanding(application, standing, context))) return [];
  const body = { orderId: known.order.orderId, ...wish, entryPoint: asker.entryPoint };
  return [{ ...words, request: { method: 'POST', path: '/v1/after-sales', body } }];
};
