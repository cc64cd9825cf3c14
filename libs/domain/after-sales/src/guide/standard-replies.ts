import type { AfterSaleStatus } from '@amends/contracts';
import type { Label } from '@amends/kernel';

export type ReplyRole = 'merchant' | 'agent';

/** A message ready to be sent: for whom, and in which statuses of a ticket it fits. */
export type StandardReply = Readonly<{
  code: string;
  roles: readonly ReplyRole[];
  statuses: readonly AfterSaleStatus[];
  text: Label;
}>;

const OPEN: readonly AfterSaleStatus[] = [
  'pending_merchant_review',
  'negotiating',
  'merchant_rejected',
  'awaiting_buyer_shipment',
  'awaiting_merchant_receipt',
  'inspection_rejected',
  'awaiting_merchant_shipment',
  'awaiting_buyer_receipt',
  'diagnosing',
  'awaiting_quote_acceptance',
  'in_repair',
  'on_site_scheduled',
  'refunding',
  'refund_failed',
];
const BOTH: readonly ReplyRole[] = ['merchant', 'agent'];

const reply = (
  code: string,
  roles: readonly ReplyRole[],
  statuses: readonly AfterSaleStatus[],
  en: string,
  zh: string,
): StandardReply => ({ code, roles, statuses, text: { en, zh } });

/** What merchants and customer service say most often (requirement M78). They promise nothing that the tables do not. */
// prettier-ignore
export const standardReplies: readonly StandardReply[] = [
  reply('we_are_on_it',       BOTH,         OPEN, 'We have your request and are looking into it.', '您的申请我们已收到，正在处理。'),
  reply('please_show_it',     BOTH,         ['pending_merchant_review', 'negotiating', 'merchant_rejected'], 'Could you send a picture that shows the problem? One is enough.', '请提供一张能说明问题的图片，一张即可。'),
  reply('shall_we_agree',     ['merchant'], ['pending_merchant_review', 'negotiating'], 'We would like to find another way with you; please look at our offer.', '我们希望与您协商解决，请查看我们的方案。'),
  reply('why_rejected',       BOTH,         ['merchant_rejected', 'inspection_rejected'], 'The reason is given in the ticket. If you do not agree, you can ask the platform there.', '拒绝原因已在售后单中说明；如有异议，可在售后单中申请平台介入。'),
  reply('how_to_send_back',   BOTH,         ['awaiting_buyer_shipment'], 'You can book a courier to your door or give the tracking number in the ticket.', '您可以在售后单中预约上门取件，或填写寄回的运单号。'),
  reply('pack_it_well',       ['merchant'], ['awaiting_buyer_shipment'], 'Please pack the goods well and add everything that came with them.', '请将商品及全部配件妥善包装后寄回。'),
  reply('on_its_way_to_us',   BOTH,         ['awaiting_merchant_receipt'], 'Your parcel is on its way; it is inspected as soon as it arrives.', '您的包裹正在途中，到达后将尽快验收。'),
  reply('we_send_it_soon',    BOTH,         ['awaiting_merchant_shipment'], 'Your goods are being made ready to be sent.', '商品正在准备发出。'),
  reply('has_it_arrived',     BOTH,         ['awaiting_buyer_receipt'], 'Please confirm in the ticket when the goods have come, or object if something is wrong.', '收到商品后请在售后单中确认；如有问题，可提出异议。'),
  reply('being_diagnosed',    BOTH,         ['diagnosing'], 'The goods are being examined; you will see the result in the ticket.', '商品正在检测，结果将显示在售后单中。'),
  reply('please_see_quote',   BOTH,         ['awaiting_quote_acceptance'], 'Please look at the quote; nothing is done or charged before you accept it.', '请查看报价；在您接受之前不会维修，也不会收费。'),
  reply('being_repaired',     BOTH,         ['in_repair'], 'The goods are being repaired.', '商品正在维修中。'),
  reply('visit_is_arranged',  BOTH,         ['on_site_scheduled'], 'The visit is arranged; please be there at the agreed time.', '已预约上门，请在约定时间等候。'),
  reply('money_on_its_way',   BOTH,         ['refunding'], 'Your money is on its way to where you paid from.', '退款正在原路退回。'),
  reply('refund_is_retried',  ['agent'],    ['refund_failed'], 'The refund did not go through yet. We are taking care of it; you need not do anything.', '退款暂未成功，我们正在处理，您无需操作。'),
  reply('platform_decides',   ['agent'],    ['merchant_rejected', 'inspection_rejected'], 'The platform hears both sides before it decides. Please answer by the time shown in the dispute.', '平台将听取双方意见后裁决，请在争议中显示的期限前答复。'),
  reply('anything_else',      BOTH,         ['completed', 'closed', 'cancelled_by_buyer'], 'This request is settled. Is there anything else we can do?', '该申请已处理完毕，请问还有什么可以帮您？'),
];

/** The replies that fit, in the order in which they are offered. */
export const repliesFor = ({
  role,
  status,
}: Readonly<{ role?: ReplyRole | undefined; status?: AfterSaleStatus | undefined }>): readonly StandardReply[] =>
  standardReplies.filter(
    (each) =>
      (role === undefined || each.roles.includes(role)) && (status === undefined || each.statuses.includes(status)),
  );
