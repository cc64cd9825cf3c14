import { refuse, type Refusal } from '@amends/kernel';
import type { Label } from './reasons';

/** Why an application is refused, in the order in which it is judged (rulings.md 1.1). */
export const denialCodes = [
  'goods_not_supported',
  'type_not_allowed_in_order_state',
  'type_disabled_by_policy',
  'reason_not_allowed',
  'reapply_limit',
  'window_closed',
  'quantity_exceeds_available',
  'units_in_open_ticket',
  'gift_not_included',
  'exchange_not_allowed',
  'price_not_lower',
  'not_same_item',
  'serial_number_required',
  'evidence_required',
  'amount_exceeds_refundable',
] as const;
export type DenialCode = (typeof denialCodes)[number];

/** What the buyer can do instead, as a word a client can act on. */
export type Hint =
  | 'contact_merchant'
  | 'choose_another_type'
  | 'choose_another_reason'
  | 'ask_for_less'
  | 'see_open_ticket'
  | 'add_the_gift'
  | 'add_serial_number'
  | 'add_evidence'
  | 'keep_the_goods';

export type Denial = Readonly<{ code: DenialCode; message: Label; hint: Hint }>;

const denial = (code: DenialCode, hint: Hint, en: string, zh: string): Denial => ({ code, message: { en, zh }, hint });

/** One sentence and one way on for every refusal (requirement M89: no denial without an explanation). */
// prettier-ignore
export const denials: Readonly<Record<DenialCode, Denial>> = {
  goods_not_supported: denial('goods_not_supported', 'contact_merchant', 'This kind of goods cannot be asked back here; the merchant can help.', '该类商品不支持此售后，请联系商家。'),
  type_not_allowed_in_order_state: denial('type_not_allowed_in_order_state', 'choose_another_type', 'This is not possible in the state the order line is in.', '当前订单状态不支持此售后类型。'),
  type_disabled_by_policy: denial('type_disabled_by_policy', 'choose_another_type', 'This shop does not offer this kind of after-sale.', '本店不支持此售后类型。'),
  reason_not_allowed: denial('reason_not_allowed', 'choose_another_reason', 'This reason does not fit this kind of after-sale.', '该原因不适用于此售后类型。'),
  reapply_limit: denial('reapply_limit', 'contact_merchant', 'These goods have been applied for too many times.', '该商品的售后申请次数已达上限。'),
  window_closed: denial('window_closed', 'contact_merchant', 'The time in which this could be asked for is over.', '已超过可申请售后的期限。'),
  quantity_exceeds_available: denial('quantity_exceeds_available', 'ask_for_less', 'There are not that many units left.', '申请数量超过可售后数量。'),
  units_in_open_ticket: denial('units_in_open_ticket', 'see_open_ticket', 'These units are already under another open application.', '这些商品正在处理其他售后申请。'),
  gift_not_included: denial('gift_not_included', 'add_the_gift', 'The gift that came with the item goes back with its last unit.', '退回最后一件主商品时须一并退回赠品。'),
  exchange_not_allowed: denial('exchange_not_allowed', 'choose_another_type', 'This item cannot be exchanged for that one.', '不能换成所选商品。'),
  price_not_lower: denial('price_not_lower', 'keep_the_goods', 'The price is not lower than what was paid.', '当前价格未低于购买价格。'),
  not_same_item: denial('not_same_item', 'keep_the_goods', 'What is cheaper now is not the same item.', '降价商品与所购商品不同。'),
  serial_number_required: denial('serial_number_required', 'add_serial_number', 'Goods of this kind are repaired with their serial number only.', '该类商品维修须提供序列号。'),
  evidence_required: denial('evidence_required', 'add_evidence', 'This reason has to be shown in pictures.', '该原因需要上传凭证图片。'),
  amount_exceeds_refundable: denial('amount_exceeds_refundable', 'ask_for_less', 'That is more than can be given back.', '申请金额超过可退金额。'),
};

/** Where it is written that it is refused: the version of the policy, and the place in its document as a JSON pointer (requirement M89). */
export type Ground = Readonly<{ policyVersion: string; rule: string }>;

/** The refusal of an application as people and programs read it. */
export type GroundedDenial = Denial & Ground;
export type Denied = Refusal<DenialCode> & Readonly<{ detail: DenialMembers & Readonly<{ denial: GroundedDenial }> }>;

/** Members of a denial beside `denial` itself (rulings.md 1.3). `maxRefundable` in minor units, without freight. */
export type DenialMembers = Readonly<{
  allowedTypes?: readonly string[];
  windowEndedAt?: string;
  maxRefundable?: number;
}>;

/** The refusal of an application. Its `detail` holds `denial` with both languages; the edge chooses one. */
export const deny = (code: DenialCode, members: DenialMembers = {}): Refusal<DenialCode> =>
  refuse(code, denials[code].message.en, { denial: denials[code], ...members });

/** The same with the ground it stands on. */
export const grounded = (refusal: Refusal<DenialCode>, ground: Ground): Denied => ({
  ...refusal,
  detail: { ...refusal.detail, denial: { ...denials[refusal.refused], ...ground } },
});

const codes: ReadonlySet<string> = new Set(denialCodes);

/** Tells what policy denies, by its ground, from what is refused otherwise under whatever code. */
export const isDenied = (refusal: Refusal): refusal is Denied =>
  codes.has(refusal.refused) && isGrounded(refusal.detail?.denial);

const isGrounded = (denial: unknown): boolean => typeof denial === 'object' && denial !== null && 'rule' in denial;
