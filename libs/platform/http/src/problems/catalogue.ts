type Texts = Readonly<{ en: string; zh: string }>;
export type ProblemKind = Readonly<{ status: number; title: Texts; detail: Texts }>;

const kind = (status: number, title: string, titleZh: string, detail: string, detailZh: string): ProblemKind => ({
  status,
  title: { en: title, zh: titleZh },
  detail: { en: detail, zh: detailZh },
});

/** Every code that an answer may carry, with its status and both languages. A code that is not in here does not compile. */
export const problems = {
  // 400: the request cannot be read.
  malformed: kind(
    400,
    'Malformed request',
    '请求格式错误',
    'Something in the request cannot be read.',
    '请求中有无法识别的内容。',
  ),
  unknown_field: kind(
    400,
    'Unknown field',
    '未知字段',
    'The body has a field that nobody knows.',
    '请求体中包含未知字段。',
  ),
  idempotency_key_required: kind(
    400,
    'Idempotency-Key required',
    '缺少 Idempotency-Key',
    'This call needs an Idempotency-Key header.',
    '该接口必须携带 Idempotency-Key 请求头。',
  ),

  // 401, 403, 404: who asks, and for what.
  unauthorized: kind(401, 'Not authenticated', '未认证', 'A valid bearer token is needed.', '需要有效的访问令牌。'),
  forbidden: kind(403, 'Not allowed', '无权操作', 'This role may not do this.', '当前角色无权执行该操作。'),
  four_eyes_required: kind(
    403,
    'Another person is needed',
    '需要另一位人员',
    'The one who proposed it cannot decide it.',
    '提出方案的人不能作出裁决。',
  ),
  same_reviewer: kind(
    403,
    'Another reviewer is needed',
    '需要另一位审核人',
    'The one who decided first cannot decide again.',
    '初次裁决的人不能再次裁决。',
  ),
  not_found: kind(404, 'Not found', '未找到', 'There is no such thing here.', '请求的内容不存在。'),

  // 409: not now, or not any more.
  idempotency_in_progress: kind(
    409,
    'Still in progress',
    '请求处理中',
    'A request with this Idempotency-Key is still running.',
    '使用该 Idempotency-Key 的请求仍在处理中。',
  ),
  version_conflict: kind(
    409,
    'Another version',
    '版本冲突',
    'It has changed since the version that If-Match names.',
    '该对象已不是 If-Match 指定的版本。',
  ),
  invalid_transition: kind(
    409,
    'Not possible in this state',
    '当前状态不允许',
    'The present state does not allow this action.',
    '当前状态不允许该操作。',
  ),
  deadline_passed: kind(
    409,
    'Deadline passed',
    '已超过期限',
    'The deadline of this action has passed.',
    '该操作的期限已过。',
  ),
  order_exists: kind(
    409,
    'Order exists',
    '订单已存在',
    'The merchant has an order of this number.',
    '该商家已存在相同单号的订单。',
  ),
  cancel_in_progress: kind(
    409,
    'Cancellation in progress',
    '取消处理中',
    'The units are being cancelled, so they cannot be shipped.',
    '商品正在取消中，不能发货。',
  ),
  after_sale_open: kind(
    409,
    'After-sale open',
    '售后处理中',
    'A line is under an open after-sale.',
    '有商品处于售后处理中。',
  ),
  units_in_open_ticket: kind(
    409,
    'Units in an open ticket',
    '商品已在售后中',
    'The units are under another open ticket.',
    '商品已在另一张未完结的售后单中。',
  ),
  already_collected: kind(
    409,
    'Already collected',
    '已揽收',
    'The courier has already collected the parcel.',
    '快递员已揽收包裹。',
  ),
  duplicate_claim: kind(409, 'Claimed already', '重复理赔', 'This parcel has a claim already.', '该包裹已有理赔。'),

  // 413, 415: the body as such.
  too_large: kind(
    413,
    'Body too large',
    '请求体过大',
    'The body is larger than this call takes.',
    '请求体超过允许的大小。',
  ),
  unsupported_media_type: kind(
    415,
    'Unsupported media type',
    '不支持的媒体类型',
    'This call does not take a body of this media type.',
    '该接口不支持此媒体类型。',
  ),
  content_mismatch: kind(
    415,
    'Content mismatch',
    '内容与类型不符',
    'The content is not what its media type says.',
    '文件内容与声明的类型不符。',
  ),

  // 422: the rules of the business.
  idempotency_key_reused: kind(
    422,
    'Idempotency-Key reused',
    'Idempotency-Key 重复使用',
    'The key was used for another request.',
    '该 Idempotency-Key 已用于其他请求。',
  ),
  payment_mismatch: kind(
    422,
    'Payments do not add up',
    '支付金额不符',
    'The payments are not what the order costs.',
    '支付金额与订单应付金额不一致。',
  ),
  quantity_exceeds_ordered: kind(
    422,
    'More than ordered',
    '超过订购数量',
    'More units than the order has left.',
    '数量超过订单剩余数量。',
  ),
  explanation_required: kind(
    422,
    'Explanation required',
    '需要说明',
    'This needs an explanation.',
    '该操作需要填写说明。',
  ),
  reship_value_exceeds_limit: kind(
    422,
    'Too valuable to reship',
    '超过补发金额上限',
    'The shipped goods are worth more than may be shipped again.',
    '已发商品金额超过补发上限。',
  ),
  type_not_allowed_in_order_state: kind(
    422,
    'Type not possible now',
    '当前订单状态不支持该售后类型',
    'The state of the order does not allow this type.',
    '当前订单状态不支持该售后类型。',
  ),
  window_closed: kind(
    422,
    'Window closed',
    '已过售后期限',
    'The time to apply for this has passed.',
    '已超过可申请的期限。',
  ),
  goods_not_supported: kind(
    422,
    'Goods not supported',
    '商品不支持',
    'This type does not exist for these goods.',
    '该商品不支持此售后类型。',
  ),
  quantity_exceeds_available: kind(
    422,
    'More than available',
    '超过可用数量',
    'More units than are available for this.',
    '数量超过可申请的数量。',
  ),
  amount_exceeds_refundable: kind(
    422,
    'More than refundable',
    '超过可退金额',
    'More than can be refunded.',
    '金额超过可退金额。',
  ),
  reason_not_allowed: kind(
    422,
    'Reason not allowed',
    '原因不适用',
    'The reason does not fit this type.',
    '该原因不适用于此售后类型。',
  ),
  evidence_required: kind(422, 'Evidence required', '需要凭证', 'This needs evidence.', '该操作需要提供凭证。'),
  exchange_not_allowed: kind(
    422,
    'Exchange not allowed',
    '不可换货',
    'The goods cannot be exchanged for these.',
    '不能换成该商品。',
  ),
  reapply_limit: kind(
    422,
    'Too many applications',
    '申请次数已达上限',
    'The line has been applied for too often.',
    '该商品的申请次数已达上限。',
  ),
  price_not_lower: kind(
    422,
    'Price not lower',
    '价格未降低',
    'The price has not come down.',
    '商品价格未低于购买价格。',
  ),
  not_same_item: kind(
    422,
    'Not the same item',
    '非同一商品',
    'The cheaper offer is not the same item.',
    '降价商品不是同一商品。',
  ),
  type_disabled_by_policy: kind(
    422,
    'Type switched off',
    '该售后类型未开放',
    'The policy does not offer this type.',
    '当前政策未开放该售后类型。',
  ),
  gift_not_included: kind(
    422,
    'Gift missing',
    '缺少赠品',
    'The gift must come back with the last unit of what it was given for.',
    '退回最后一件主商品时必须同时退回赠品。',
  ),
  offer_rounds_exhausted: kind(
    422,
    'No more offers',
    '协商次数已用完',
    'All rounds of offers have been used.',
    '协商轮次已用完。',
  ),
  waybill_in_use: kind(
    422,
    'Tracking number used before',
    '运单号已被使用',
    'This tracking number was used before.',
    '该运单号已被使用。',
  ),
  inspection_mismatch: kind(
    422,
    'Inspection does not add up',
    '验收数量不符',
    'Accepted, damaged and missing are not the units that were returned.',
    '验收数量与退回数量不一致。',
  ),
  policy_less_generous: kind(
    422,
    'Less generous than the platform',
    '低于平台标准',
    "A policy may only be more generous than the platform's.",
    '商家政策只能优于平台政策。',
  ),
  quote_required: kind(422, 'Quote required', '需要报价', 'This diagnosis needs a quote.', '该检测结果需要提供报价。'),
  quote_not_allowed: kind(
    422,
    'Quote not allowed',
    '不允许报价',
    'This repair is free, so nothing can be quoted.',
    '该维修免费，不能报价。',
  ),
  deadline_not_armed: kind(
    422,
    'No such deadline',
    '无此期限',
    'The ticket does not wait for this deadline.',
    '该售后单没有此期限。',
  ),
  deadline_not_later: kind(
    422,
    'Not later',
    '期限未延后',
    'A deadline can only be moved to a later time.',
    '期限只能延后。',
  ),
  amount_exceeds_open: kind(422, 'More than is open', '超过未结金额', 'More than is still open.', '金额超过未结金额。'),
  refund_exceeds_remaining: kind(
    422,
    'More than remains',
    '超过剩余可退',
    'More than remains to be refunded.',
    '金额超过剩余可退金额。',
  ),
  slot_too_soon: kind(422, 'Slot too soon', '预约时间过早', 'The courier cannot come so soon.', '预约取件时间过早。'),
  slot_too_late: kind(
    422,
    'Slot too late',
    '预约时间过晚',
    'The courier cannot be booked so far ahead.',
    '预约取件时间过晚。',
  ),
  area_not_served: kind(
    422,
    'Area not served',
    '地区不支持',
    'The courier does not serve this area.',
    '该地区不支持上门取件。',
  ),
  not_covered: kind(422, 'Not covered', '不在保障范围', 'The insurance does not cover this.', '不在保险保障范围内。'),
  url_not_allowed: kind(
    422,
    'Address not allowed',
    '地址不允许',
    'The address is not a public one.',
    '该地址不是公网地址。',
  ),

  // 429 and 5xx: not the caller's fault.
  too_many_requests: kind(
    429,
    'Too many requests',
    '请求过于频繁',
    'Slow down and try again later.',
    '请求过于频繁，请稍后再试。',
  ),
  internal: kind(
    500,
    'Internal error',
    '内部错误',
    'Something failed here. Quote the trace id when you report it.',
    '服务内部出错，反馈时请提供 traceId。',
  ),
  unavailable: kind(
    503,
    'Unavailable',
    '服务暂不可用',
    'Something this needs is down. Try again in a moment.',
    '服务暂时不可用，请稍后重试。',
  ),
} as const satisfies Record<string, ProblemKind>;

/** A code of the public contract. */
export type ProblemCode = keyof typeof problems;

/** Whether a text is one of the codes. */
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text);
