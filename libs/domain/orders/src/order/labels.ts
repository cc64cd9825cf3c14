import type { Label } from '@amends/kernel';
import type { AddressChangeStatus } from './address-change/transitions';
import type { AfterSaleStatus } from './line';
import type { LineStatus } from './transitions';

const label = (en: string, zh: string): Label => ({ en, zh });

/** How an order line, and the order as a whole, is called for people. */
export const lineStatusLabels: Readonly<Record<LineStatus, Label>> = {
  awaiting_shipment: label('Waiting to be sent', '待发货'),
  partially_shipped: label('Partly sent', '部分发货'),
  awaiting_receipt: label('On its way', '待收货'),
  completed: label('Received', '交易成功'),
  closed: label('Closed', '交易关闭'),
};

/** What after-sale has to do with a line. */
export const lineAfterSaleLabels: Readonly<Record<AfterSaleStatus, Label>> = {
  none: label('None', '无售后'),
  in_progress: label('In after-sale', '售后中'),
  partially_refunded: label('Partly refunded', '部分退款'),
  fully_refunded: label('Refunded', '已退款'),
  window_expired: label('Too late for after-sale', '已过售后期'),
};

export const addressChangeLabels: Readonly<Record<AddressChangeStatus, Label>> = {
  asked: label('Asked for', '已提出'),
  applied: label('Changed', '已修改'),
  pending_merchant_decision: label('Waiting for the merchant', '待商家处理'),
  redirected: label('Redirected', '已转寄'),
  reshipped: label('Sent again', '已补发'),
  declined: label('Declined', '已拒绝'),
};
