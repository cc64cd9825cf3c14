import type { AfterSaleType, Responsibility } from '@amends/contracts';
import type { Label } from '@amends/kernel';

export type { Label };

/** What a reason says about the service (requirement M2): each is counted on one of three dimensions. */
export type Dimension = 'goods' | 'service' | 'logistics';

export type ReasonCode =
  | 'changed_mind'
  | 'dislike'
  | 'unsuitable'
  | 'poor_effect'
  | 'wrong_order'
  | 'wrong_address'
  | 'no_reason_7d'
  | 'material_mismatch'
  | 'workmanship'
  | 'description_mismatch'
  | 'other_quality'
  | 'counterfeit'
  | 'missing'
  | 'short'
  | 'wrong_item'
  | 'late_shipment'
  | 'out_of_stock'
  | 'damaged_in_transit'
  | 'lost'
  | 'not_received'
  | 'unreachable_area'
  | 'slow'
  | 'price_drop'
  | 'malfunction';

/** Which window of the policy a reason opens. */
export type ReasonWindow = 'no_reason' | 'quality';

export type Reason = Readonly<{
  code: ReasonCode;
  label: Label;
  /** The types it fits, in the order of rulings.md 1.4; every reason fits a compensation as well. */
  types: readonly AfterSaleType[];
  responsibility: Responsibility;
  /** Pictures must be uploaded; a carrier's tracking record is never demanded (rulings.md 1.12). */
  evidenceRequired: boolean;
  window: ReasonWindow;
  /** Counts into the quality rates (money.md 9). */
  quality: boolean;
  dimension: Dimension;
}>;

type Class = Omit<Reason, 'code' | 'label'>;

const personal: Class = {
  types: ['refund_only', 'return_refund', 'exchange', 'compensation'],
  responsibility: 'buyer',
  evidenceRequired: false,
  window: 'no_reason',
  quality: false,
  dimension: 'service',
};
const noReason: Class = { ...personal, types: ['return_refund', 'exchange', 'compensation'] };
const quality: Class = {
  types: ['refund_only', 'return_refund', 'exchange', 'repair', 'compensation'],
  responsibility: 'merchant',
  evidenceRequired: true,
  window: 'quality',
  quality: true,
  dimension: 'goods',
};
const fulfilment: Class = {
  types: ['refund_only', 'return_refund', 'exchange', 'reissue', 'compensation'],
  responsibility: 'merchant',
  evidenceRequired: true,
  window: 'quality',
  quality: false,
  dimension: 'service',
};
const late: Class = {
  types: ['refund_only', 'compensation'],
  responsibility: 'merchant',
  evidenceRequired: false,
  window: 'quality',
  quality: false,
  dimension: 'service',
};
const logistics: Class = { ...late, responsibility: 'logistics', dimension: 'logistics' };
const damaged: Class = { ...fulfilment, responsibility: 'logistics', evidenceRequired: false, dimension: 'logistics' };
const price: Class = { ...late, types: ['price_protection', 'compensation'], responsibility: 'none' };
const malfunction: Class = { ...late, types: ['repair', 'compensation'], responsibility: 'none', dimension: 'goods' };

const reason = (code: ReasonCode, en: string, zh: string, kind: Class): Reason => ({
  code,
  label: { en, zh },
  ...kind,
});

/** The catalogue of reasons a buyer may give (money.md 9, rulings.md 1.12), in the order they are offered. */
// prettier-ignore
export const reasons: readonly Reason[] = [
  reason('no_reason_7d',         'Return without a reason',             '七天无理由退货',   noReason),
  reason('changed_mind',         'I changed my mind',                   '不想要了',         personal),
  reason('dislike',              'I do not like it',                    '不喜欢',           personal),
  reason('unsuitable',           'It does not suit or fit me',          '尺码或款式不合适', personal),
  reason('poor_effect',          'It does not do what I hoped for',     '效果不好',         personal),
  reason('wrong_order',          'I ordered the wrong item',            '拍错了',           personal),
  reason('wrong_address',        'I gave a wrong address',              '地址填错了',       personal),
  reason('material_mismatch',    'The material is not as described',    '材质与描述不符',   quality),
  reason('workmanship',          'Poor workmanship',                    '做工瑕疵',         quality),
  reason('description_mismatch', 'Not as described',                    '与描述不符',       quality),
  reason('other_quality',        'Another problem of quality',          '其他质量问题',     quality),
  reason('counterfeit',          'It is a counterfeit',                 '假冒商品',         quality),
  reason('missing',              'Parts are missing',                   '缺少配件',         fulfilment),
  reason('short',                'Fewer pieces than ordered',           '数量少发',         fulfilment),
  reason('wrong_item',           'The wrong item was sent',             '发错货',           fulfilment),
  reason('damaged_in_transit',   'Damaged on the way',                  '运输途中损坏',     damaged),
  reason('late_shipment',        'Shipped too late',                    '未按时发货',       late),
  reason('out_of_stock',         'The shop is out of stock',            '商家缺货',         late),
  reason('lost',                 'The parcel is lost',                  '包裹丢失',         logistics),
  reason('not_received',         'The parcel never arrived',            '未收到货',         logistics),
  reason('unreachable_area',     'The carrier does not serve my area',  '快递无法送达',     logistics),
  reason('slow',                 'The delivery is too slow',            '物流太慢',         logistics),
  reason('price_drop',           'The price has dropped',               '商品降价',         price),
  reason('malfunction',          'It does not work',                    '商品故障',         malfunction),
];

const byCode: ReadonlyMap<string, Reason> = new Map(reasons.map((each) => [each.code, each]));

/** The reason of a code, or undefined when the catalogue does not know it (`400 malformed` at the edge). */
export const reasonOf = (code: string): Reason | undefined => byCode.get(code);

/** The reasons that fit a type, in the order they are offered. */
export const reasonsFor = (type: AfterSaleType): readonly Reason[] =>
  reasons.filter(({ types }) => types.includes(type));
