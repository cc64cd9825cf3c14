import type {
  AfterSaleStatus,
  AfterSaleType,
  ClaimStatus,
  CloseReason,
  ComplaintDeadlineKind,
  ComplaintStatus,
  DisputeDeadlineKind,
  DisputeStatus,
  FastRefundRefusal,
  LegStatus,
  ParcelStatus,
  PolicyStatus,
  RefundStatus,
} from '@amends/contracts';
import type { Label } from '@amends/kernel';
import type { Action, DisputeAction } from '../case';
import type { ComplaintAction } from '../complaint';
import type { OverBudget, ProposalAction, ProposalDeadline, ProposalStatus } from '../goodwill';
import type { Hint } from '../policy';
import type { Custody } from '../units';
import type { GoodsAheadRefusal } from '../policy/fast-exchange';
import type { DeadlineKind } from '../policy/timers';

const label = (en: string, zh: string): Label => ({ en, zh });

/** A label for every word of a kind: one that is missing does not compile. */
export type Labels<Word extends string> = Readonly<Record<Word, Label>>;

export const typeLabels: Labels<AfterSaleType> = {
  refund_only: label('Refund only', '仅退款'),
  return_refund: label('Return and refund', '退货退款'),
  exchange: label('Exchange', '换货'),
  reissue: label('Send again', '补发'),
  repair: label('Repair', '维修'),
  price_protection: label('Price protection', '价格保护'),
  compensation: label('Compensation', '补偿'),
};

export const ticketStatusLabels: Labels<AfterSaleStatus> = {
  pending_merchant_review: label('Waiting for the merchant', '待商家处理'),
  negotiating: label('Being negotiated', '协商中'),
  merchant_rejected: label('Rejected by the merchant', '商家已拒绝'),
  awaiting_buyer_shipment: label('Waiting for the buyer to send the goods', '待买家退货'),
  awaiting_merchant_receipt: label('Waiting for the merchant to receive the goods', '待商家收货'),
  inspection_rejected: label('Refused at the inspection', '商家拒收'),
  awaiting_merchant_shipment: label('Waiting for the merchant to send the goods', '待商家发货'),
  awaiting_buyer_receipt: label('Waiting for the buyer to receive the goods', '待买家收货'),
  diagnosing: label('Being diagnosed', '检测中'),
  awaiting_quote_acceptance: label('Waiting for the buyer to accept the quote', '待买家确认报价'),
  in_repair: label('In repair', '维修中'),
  on_site_scheduled: label('Visit arranged', '已预约上门'),
  refunding: label('Money on its way', '退款中'),
  refund_failed: label('Refund failed', '退款失败'),
  completed: label('Completed', '已完成'),
  closed: label('Closed', '已关闭'),
  cancelled_by_buyer: label('Withdrawn by the buyer', '买家已撤销'),
};

export const closeReasonLabels: Labels<CloseReason> = {
  buyer_ship_timeout: label('The goods were not sent in time', '买家逾期未退货'),
  no_escalation: label('Nobody asked the platform after the rejection', '被拒绝后未申请平台介入'),
  scan_revoked: label('The carrier never had the parcel', '物流揽收记录已撤销'),
  quote_declined: label('The quote was declined', '报价未被接受'),
  difference_unpaid: label('The difference in price was not paid in time', '差价逾期未支付'),
  verdict_merchant: label('The platform judged for the merchant', '平台裁决支持商家'),
};

export const refundStatusLabels: Labels<RefundStatus> = {
  reserved: label('Set aside', '已预留'),
  processing: label('Being paid', '退款处理中'),
  succeeded: label('Paid back', '退款成功'),
  partially_succeeded: label('Partly paid back', '部分退款成功'),
  failed: label('Failed', '退款失败'),
  canceled: label('Cancelled', '已取消'),
};

export const legStatusLabels: Labels<LegStatus> = {
  pending: label('Not sent yet', '待提交'),
  submitted: label('With the payment provider', '已提交支付渠道'),
  unknown: label('Being asked after', '结果确认中'),
  succeeded: label('Paid back', '成功'),
  failed_retryable: label('Failed, will be tried again', '失败，将重试'),
  abnormal: label('Needs a person', '异常，需人工处理'),
  failed_final: label('Failed for good', '最终失败'),
};

export const disputeStatusLabels: Labels<DisputeStatus> = {
  awaiting_response: label('Waiting for the other side', '待对方回应'),
  awaiting_evidence: label('Waiting for evidence', '待举证'),
  under_review: label('Under review', '平台审核中'),
  mediation: label('In mediation', '调解中'),
  verdict_issued: label('Judged', '已裁决'),
  appeal_review: label('Appeal under review', '申诉审核中'),
  final: label('Final', '终裁'),
  closed: label('Closed', '已结束'),
  resolved_by_parties: label('Settled by the parties', '双方已和解'),
  withdrawn: label('Withdrawn', '已撤回'),
};

export const custodyLabels: Labels<Custody> = {
  with_merchant: label('With the merchant', '在商家处'),
  shipped: label('On its way to the buyer', '运往买家途中'),
  with_buyer: label('With the buyer', '在买家处'),
  way_back: label('On its way back', '退回途中'),
  back: label('Back with the merchant', '已退回商家'),
  missing: label('Was not in the parcel', '包裹中缺失'),
  lost: label('Lost by the carrier', '物流丢失'),
  in_repair: label('In repair', '维修中'),
  refunded: label('Paid back', '已退款'),
  replaced: label('Replaced by another unit', '已换新'),
  kept: label('Kept beside what it was sent for', '买家留存'),
};

export const parcelStatusLabels: Labels<ParcelStatus> = {
  not_filled: label('Not sent yet', '待寄回'),
  pickup_booked: label('Pickup booked', '已预约取件'),
  courier_assigned: label('Courier on the way', '已分配快递员'),
  pickup_failed: label('Pickup failed', '取件失败'),
  shipped: label('Sent', '已寄出'),
  picked_up: label('Collected', '已揽收'),
  in_transit: label('In transit', '运输中'),
  out_for_delivery: label('Out for delivery', '派送中'),
  signed: label('Delivered', '已签收'),
  exception: label('Something is wrong', '物流异常'),
  refused: label('Refused', '已拒收'),
  returned_to_sender: label('Back to the sender', '已退回寄件人'),
  lost: label('Lost', '已丢失'),
  cancelled: label('Cancelled', '已取消'),
};

export const claimStatusLabels: Labels<ClaimStatus> = {
  submitted: label('Submitted', '已提交'),
  approved: label('Approved', '已通过'),
  paid: label('Paid', '已赔付'),
  settled: label('Settled', '已结案'),
  rejected: label('Rejected', '已拒赔'),
};

export const policyStatusLabels: Labels<PolicyStatus> = {
  pending: label('Pending', '待生效'),
  in_force: label('In force', '保障中'),
  failed: label('Not taken out', '投保失败'),
  cancelled: label('Cancelled', '已退保'),
  expired: label('Expired', '已到期'),
};

export const complaintStatusLabels: Labels<ComplaintStatus> = {
  awaiting_answer: label('Waiting for an answer', '待回复'),
  escalated: label('Overdue', '已超时升级'),
  answered: label('Answered', '已回复'),
  closed: label('Closed', '已关闭'),
};

export const proposalStatusLabels: Labels<ProposalStatus> = {
  awaiting_confirmation: label('Waiting for another person', '待复核'),
  confirmed: label('Confirmed', '已复核通过'),
  declined: label('Declined', '已驳回'),
  expired: label('Expired', '已过期'),
};

/** Why goodwill needs another person's word. */
export const overBudgetLabels: Labels<OverBudget> = {
  grant_limit: label('More than may be given at once', '超过单笔上限'),
  monthly_limit: label("More than is left of the month's budget", '超过本月预算'),
};

export const deadlineLabels: Labels<
  DeadlineKind | DisputeDeadlineKind | ComplaintDeadlineKind | ProposalDeadline['kind']
> = {
  goodwill_confirmation: label('Another person confirms', '复核期限'),
  merchant_review: label('The merchant answers', '商家处理期限'),
  offer: label('The offer is answered', '方案答复期限'),
  ship_back: label('The buyer sends the goods', '买家退货期限'),
  merchant_receipt: label('The merchant inspects', '商家验收期限'),
  escalation: label('The platform is asked', '申请平台介入期限'),
  reship: label('The merchant sends the goods', '商家发货期限'),
  buyer_confirm: label('The buyer confirms', '买家确认期限'),
  visit: label('Somebody comes to repair', '上门维修期限'),
  diagnosis: label('The merchant diagnoses', '商家检测期限'),
  quote: label('The buyer decides on the quote', '报价确认期限'),
  repair: label('The merchant repairs', '维修期限'),
  evidence: label('Both sides show evidence', '举证期限'),
  verdict: label('The platform judges', '平台裁决期限'),
  appeal: label('The loser appeals', '申诉期限'),
  complaint_answer: label('Customer service answers', '客服答复期限'),
  complaint_closing: label('The buyer comes back', '买家反馈期限'),
};

/** Why money is not given, nor the other item sent, before the goods are back. */
export const fastRefundDenialLabels: Labels<FastRefundRefusal | GoodsAheadRefusal> = {
  not_offered: label('The shop does not offer it', '商家未提供'),
  other_price: label('The other item has another price', '换货商品价格不同'),
  nothing_owed: label('The goods cost nothing', '商品实付金额为零'),
  disabled: label('Fast refund is switched off', '极速退款未开启'),
  rollout: label('Not offered to this buyer yet', '暂未向该买家开放'),
  score_too_low: label('The credit score is too low', '信用分不足'),
  amount_limit: label('The amount is too high', '金额超过上限'),
  exposure_limit: label('Too much is open already', '未结垫付金额超过上限'),
  open_recovery: label('Something is still owed', '有未结清的欠款'),
  written_off: label('An earlier debt was written off', '曾有欠款被核销'),
  type_not_covered: label('Not for this kind of after-sale', '该售后类型不适用'),
  buyer_daily_limit: label('Enough was promised to this buyer today', '该买家今日额度已满'),
  category_limit: label('Too much for goods of this category', '该类目金额超过上限'),
  daily_limit: label('Enough was promised today', '今日额度已满'),
};

export const hintLabels: Labels<Hint> = {
  contact_merchant: label('Contact the merchant', '请联系商家'),
  choose_another_type: label('Choose another kind of after-sale', '请选择其他售后类型'),
  choose_another_reason: label('Choose another reason', '请选择其他原因'),
  ask_for_less: label('Ask for less', '请减少申请数量或金额'),
  see_open_ticket: label('See the open application', '请查看进行中的售后单'),
  add_the_gift: label('Add the gift', '请一并退回赠品'),
  add_serial_number: label('Add the serial number', '请提供序列号'),
  add_evidence: label('Add pictures', '请补充凭证'),
  keep_the_goods: label('Nothing needs to be done', '无需操作'),
};

export const actionLabels: Labels<Action | DisputeAction | ComplaintAction | ProposalAction> = {
  confirm: label('Confirm', '复核通过'),
  decline: label('Decline', '驳回'),
  goodwill_coupons: label('Give a coupon out of goodwill', '发放补偿优惠券'),
  dispositions: label('Say what becomes of returned goods', '处置退回商品'),
  approve: label('Approve', '同意'),
  reject: label('Reject', '拒绝'),
  cancel: label('Withdraw', '撤销申请'),
  modify: label('Change the application', '修改申请'),
  offers: label('Make an offer', '提出方案'),
  accept_offer: label('Accept the offer', '接受方案'),
  decline_offer: label('Decline the offer', '拒绝方案'),
  pickup: label('Book a courier', '预约取件'),
  waybill: label('Give the tracking number', '填写运单号'),
  drop_off: label('Hand in at a point', '送至网点'),
  receipt: label('Accept the goods', '验收商品'),
  reject_receipt: label('Refuse the goods', '拒收商品'),
  replacement_shipment: label('Send the goods', '发出商品'),
  out_of_stock: label('Report out of stock', '报告缺货'),
  confirm_receipt: label('Confirm the goods', '确认收货'),
  object: label('Object to the goods', '提出异议'),
  appointment: label('Move the visit', '改约上门时间'),
  diagnosis: label('Diagnose', '提交检测结果'),
  accept_quote: label('Accept the quote', '接受报价'),
  decline_quote: label('Decline the quote', '拒绝报价'),
  repair_finished: label('Finish the repair', '完成维修'),
  deadline_extensions: label('Give more time', '延长期限'),
  messages: label('Write a message', '发送消息'),
  dispute: label('Ask the platform', '申请平台介入'),
  evidence_requests: label('Ask for evidence', '要求举证'),
  evidence: label('Show evidence', '提交凭证'),
  concede: label('Give in', '认可对方主张'),
  withdraw: label('Withdraw the dispute', '撤回争议'),
  proposals: label('Propose terms', '提出调解方案'),
  accept_proposal: label('Accept the proposal', '接受调解方案'),
  decline_proposal: label('Decline the proposal', '拒绝调解方案'),
  verdict: label('Judge', '作出裁决'),
  appeal: label('Appeal', '申诉'),
  final: label('Judge for good', '作出终裁'),
  answers: label('Answer', '回复'),
  close: label('Close', '关闭'),
};

/** Labels of words as a list, in the order in which the words are defined. */
export const listed = <Word extends string>(
  labels: Labels<Word>,
): readonly Readonly<{ code: string; label: Label }>[] =>
  Object.entries<Label>(labels).map(([code, text]) => ({ code, label: text }));
