import type { Label } from './reasons';

export type RejectionCode =
  'evidence_insufficient' | 'outside_policy' | 'buyer_fault' | 'already_shipped' | 'negotiate_first' | 'other';
export type ReceiptRejectionCode = 'goods_used' | 'goods_mismatch' | 'parts_missing' | 'empty_parcel' | 'not_received';

export type Rejection = Readonly<{
  /** The action it may be given with. */
  action: 'reject' | 'reject_receipt';
  code: RejectionCode | ReceiptRejectionCode;
  label: Label;
  evidenceRequired: boolean;
}>;

/** The reasons a merchant may refuse for (api.md 4). A refused parcel always has to be shown. */
// prettier-ignore
export const rejections: readonly Rejection[] = [
  { action: 'reject', code: 'evidence_insufficient', label: { en: 'The evidence does not show it', zh: '凭证不足' }, evidenceRequired: false },
  { action: 'reject', code: 'outside_policy', label: { en: 'Not covered by the policy', zh: '不符合售后政策' }, evidenceRequired: false },
  { action: 'reject', code: 'buyer_fault', label: { en: 'Caused by the buyer', zh: '买家原因造成' }, evidenceRequired: true },
  { action: 'reject', code: 'already_shipped', label: { en: 'The parcel has already left', zh: '商品已发出' }, evidenceRequired: false },
  { action: 'reject', code: 'negotiate_first', label: { en: 'Let us find another way first', zh: '希望先协商' }, evidenceRequired: false },
  { action: 'reject', code: 'other', label: { en: 'Another reason', zh: '其他原因' }, evidenceRequired: false },
  { action: 'reject_receipt', code: 'goods_used', label: { en: 'The goods were used', zh: '商品已使用' }, evidenceRequired: true },
  { action: 'reject_receipt', code: 'goods_mismatch', label: { en: 'Other goods than sold', zh: '退回商品与售出不符' }, evidenceRequired: true },
  { action: 'reject_receipt', code: 'parts_missing', label: { en: 'Parts are missing', zh: '退回商品缺件' }, evidenceRequired: true },
  { action: 'reject_receipt', code: 'empty_parcel', label: { en: 'The parcel is empty', zh: '空包裹' }, evidenceRequired: true },
  { action: 'reject_receipt', code: 'not_received', label: { en: 'The parcel did not arrive', zh: '未收到退货' }, evidenceRequired: true },
];

/** What the catalogue says of a code for an action, or undefined when it does not know it (`400 malformed`). */
export const rejectionOf = (action: Rejection['action'], code: string): Rejection | undefined =>
  rejections.find((each) => each.action === action && each.code === code);
