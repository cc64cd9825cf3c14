import type {
  LegFacts,
  RecoveryChanged,
  RecoveryPaymentReceived,
  RefundChanged,
  RequestRefund,
} from '@amends/contracts';
import { must, refundsOf, sum, type World } from './world';

/**
 * I2, I3: what has reached buyers, counted from the provider's books and single events alone, is what their tickets have
 * asked for: once, by whatever way, and beyond it only what they have given back or still owed when it was given up.
 */
export const checkReceived = (world: World): void => {
  const contradicted = new Set(refundsOf(world).flatMap((each) => (each.contradicted ? each.refundId : [])));
  const facts = factsOf(world);
  for (const family of familiesOf(world.shop.records.asked, facts)) {
    if (family.refundIds.some((refundId) => contradicted.has(refundId))) continue;
    const received = sum(family.refundIds.map((refundId) => receivedBy(world, facts, refundId)));
    const givenBack = sum(family.refundIds.map((refundId) => facts.givenBack.get(refundId) ?? 0));
    const asked = sum(family.asked.map(moneyOf));
    // What went out ahead of the goods and came to nothing yet is an operator's item; the rest of it is decided when that is.
    const isAdvanceOpen = family.refundIds.some((refundId) => isOpenAdvance(facts.refunds.get(refundId)));
    if (isAdvanceOpen) continue;
    const isWhole = family.refundIds.every((refundId) => facts.refunds.get(refundId)?.status !== 'failed');
    const isDone = family.refundIds.every((refundId) => DONE.has(facts.refunds.get(refundId)?.status ?? ''));
    const said = `${family.name} has asked for ${String(asked)}, received ${String(received)} and given back ${String(givenBack)}`;
    must(`I2: ${said}`, received - givenBack <= asked);
    if (isWhole && isDone) must(`I2: ${said}`, received - givenBack === asked);
  }
  checkFreight(world, facts);
};

/** X9: goods that were kept beside their replacement are a debt of their price, once; all others are not. */
export const checkGoods = (world: World): void => {
  const debts = world.refunds.log
    .filter(({ type }) => type === 'recovery.started')
    .map(({ data }) => data as RecoveryChanged['data'])
    .filter(({ goods }) => goods === true);
  const { givenBack } = factsOf(world);
  for (const { afterSaleId, kept } of world.shop.records.goods) {
    const own = debts.filter((debt) => debt.afterSaleId === afterSaleId);
    must(
      `X9: the goods of ${afterSaleId} are owed ${String(own.length)} times`,
      own.length === (kept === null ? 0 : 1),
    );
    for (const { amount, refundId } of own) {
      must(`X9: ${afterSaleId} owes ${String(amount)} for goods of ${String(kept)}`, amount === kept);
      const answered = givenBack.get(refundId ?? '') ?? 0;
      must(`X9: of the ${String(kept)} owed by ${afterSaleId} ${String(answered)} are answered for`, answered === kept);
    }
  }
};

type Facts = Readonly<{
  refunds: ReadonlyMap<string, RefundChanged['data']>;
  legs: ReadonlyMap<string, LegFacts>;
  /** What buyers have given back of a refund, or was given up, by its id. */
  givenBack: ReadonlyMap<string, number>;
}>;

/** The last word about each refund and leg. */
const factsOf = ({ refunds: { log } }: World): Facts => {
  const [refunds, legs] = [new Map<string, RefundChanged['data']>(), new Map<string, LegFacts>()];
  const givenBack = new Map<string, number>();
  for (const { type, data } of log) {
    if (type.startsWith('refund.'))
      refunds.set((data as RefundChanged['data']).refundId, data as RefundChanged['data']);
    if (type.startsWith('refund_leg.')) legs.set((data as LegFacts).legId, data as LegFacts);
    if (type !== 'recovery.payment_received' && type !== 'recovery.written_off') continue;
    const { refundId, amount } = data as RecoveryPaymentReceived['data'];
    givenBack.set(refundId, (givenBack.get(refundId) ?? 0) + amount);
  }
  return { refunds, legs, givenBack };
};

type Family = Readonly<{ name: string; asked: readonly RequestRefund['data'][]; refundIds: readonly string[] }>;

/** A ticket with the one that its refused units moved to: one advance may pay both. What is about a charge stands for itself. */
const familiesOf = (requests: readonly RequestRefund['data'][], { refunds }: Facts): readonly Family[] => {
  const parents = new Map(requests.map(({ afterSaleId, parentId }) => [afterSaleId, parentId ?? afterSaleId]));
  const nameOf = (afterSaleId: string): string => parents.get(afterSaleId) ?? afterSaleId;
  const names = new Set([...requests, ...refunds.values()].map(({ afterSaleId }) => nameOf(afterSaleId)));
  return [...names].map((name) => ({
    name,
    asked: requests.filter(({ afterSaleId }) => nameOf(afterSaleId) === name),
    refundIds: [...refunds.values()]
      .filter(({ afterSaleId }) => nameOf(afterSaleId) === name)
      .map(({ refundId }) => refundId),
  }));
};

const isOpenAdvance = (refund: RefundChanged['data'] | undefined): boolean =>
  refund?.kind === 'fast' && !DONE.has(refund.status);

const DONE: ReadonlySet<string> = new Set(['succeeded', 'canceled']);

/** Cash and freight, or the charge, that has left for the buyer, minor units; what was taken for his debts counts. */
const receivedBy = ({ provider }: World, { legs }: Facts, refundId: string): number => {
  const external = [...provider.books.refunds].filter(
    ([number, { status }]) => number.startsWith(`${refundId}-`) && status !== 'failed',
  );
  const others = [...legs.values()].filter(
    (leg) =>
      leg.refundId === refundId &&
      leg.legStatus === 'succeeded' &&
      leg.tender !== 'points' &&
      (leg.refundNumber === null || leg.byHand === true),
  );
  return sum([...external.map(([, { amount }]) => amount), ...others.map(({ amount }) => amount)]);
};

const moneyOf = ({ money: { lines, shippingFee }, charge }: RequestRefund['data']): number =>
  charge?.amount ?? sum([...lines.map(({ cash }) => cash), shippingFee]);

/** Freight goes back as it was asked for, and never more than was paid; an advance may have taken it along. */
const checkFreight = (world: World, { refunds, givenBack }: Facts): void => {
  for (const { paid } of world.shop.orders) {
    const own = [...refunds.values()].filter(({ orderId }) => orderId === paid.orderId);
    const back = sum(own.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount.shippingFee));
    must(`money 4: ${String(back)} of the freight of ${paid.orderId} went back`, back <= paid.shippingFee.paid);
    if (own.some(({ status, refundId }) => !DONE.has(status) || givenBack.has(refundId))) continue;
    const asked = sum(
      world.shop.records.asked.filter(({ orderId }) => orderId === paid.orderId).map(({ money }) => money.shippingFee),
    );
    must(
      `money 4: ${String(asked)} freight of ${paid.orderId} was asked for, ${String(back)} went back`,
      back === asked,
    );
  }
};
