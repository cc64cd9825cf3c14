import { amountOf, type AfterSaleStatus, type LineAmount, type Phase } from '@amends/contracts';
import type { CaseLine, OrderReplica } from '../case/case';
import type { Ticket } from '../case/ticket';
import type { Application } from './application';

/** Builders with defaults for the specifications of this folder. */
export const PAID_AT = '2026-03-01T02:00:00.000Z';

/** Three mugs of 20.00, paid by card, on their way to nobody yet. */
export const aLine = (over: Partial<CaseLine> = {}): CaseLine => ({
  lineNumber: 1,
  sku: 'MUG-A',
  spu: 'MUG',
  title: 'Mug',
  category: 'default',
  kind: 'physical',
  attributes: {},
  quantity: 3,
  unitPrice: 2000,
  lineDiscount: 0,
  gift: false,
  giftOf: null,
  randomShip: false,
  warrantyMonths: 0,
  paid: { cash: 6000, points: 0, merchantDiscount: 0, platformDiscount: 0 },
  shipped: 0,
  parcels: [],
  received: 0,
  receipts: [],
  closed: false,
  ...over,
});

/** All units of the line are with the buyer since this instant. */
export const received = (at: string, over: Partial<CaseLine> = {}): CaseLine => {
  const line = aLine(over);
  return { ...line, shipped: line.quantity, received: line.quantity, receipts: [{ units: line.quantity, at }] };
};

export const anOrder = (lines: readonly CaseLine[], over: Partial<OrderReplica> = {}): OrderReplica => ({
  orderId: 'ord_00000000000000000000000001',
  buyerId: 'buyer-1',
  merchantId: 'merchant-1',
  currency: 'CNY',
  paidAt: PAID_AT,
  policyVersion: '2026-01',
  promised: {},
  shippingAddress: { sealed: '' },
  shippingFee: 0,
  insured: false,
  lines,
  ...over,
});

export const anApplication = (over: Partial<Application> = {}): Application => ({
  type: 'return_refund',
  reason: 'changed_mind',
  lines: [{ lineNumber: 1, quantity: 1 }],
  requestedAmount: null,
  component: 'cash',
  goodsReceived: null,
  targetSku: null,
  evidenceIds: [],
  initiator: 'buyer',
  ...over,
});

/** A ticket that holds these amounts. */
export const aTicket = (
  id: string,
  status: AfterSaleStatus,
  phase: Phase,
  amounts: readonly LineAmount[],
  over: Partial<Ticket> = {},
): Ticket => ({
  id,
  version: 1,
  type: phase === 'unshipped' ? 'refund_only' : 'return_refund',
  status,
  closeReason: null,
  phase,
  interceptRequested: false,
  initiator: 'buyer',
  entryPoint: 'order_detail',
  reason: 'changed_mind',
  firstReason: 'changed_mind',
  responsibility: 'buyer',
  returnFreightBearer: null,
  goodsReceived: phase === 'received',
  targetSku: null,
  description: null,
  serialNumber: null,
  lines: amounts.map(({ lineNumber, units }) => ({ lineNumber, quantity: units })),
  inspection: [],
  component: 'cash',
  requestedAmount: null,
  requested: amountOf({ lines: amounts, shippingFee: 0 }),
  money: { lines: amounts, shippingFee: 0 },
  approved: null,
  refundId: null,
  awaitsCancelLock: false,
  refunds: [],
  deadline: null,
  deadlinesStarted: 0,
  expired: null,
  protectedLines: [],
  offers: [],
  goodwill: null,
  priceDifference: null,
  coupons: [],
  reviewRestMs: 0,
  underIntervention: false,
  disputeId: null,
  judged: false,
  parentId: null,
  childIds: [],
  returnShipment: null,
  pickupWish: null,
  course: 'ordinary',
  fastExchange: false,
  repairMs: 0,
  goodsLeftAt: null,
  repaired: false,
  onSite: null,
  replacedAt: null,
  scanRevoked: false,
  replacementShipment: null,
  backBefore: [],
  dispositions: [],
  receipts: [],
  fastRefund: 'none',
  fees: [],
  withheld: [],
  evidenceIds: [],
  rejectionEvidenceIds: [],
  messages: 0,
  reapplications: 0,
  policyVersion: '2026-01',
  createdAt: PAID_AT,
  updatedAt: PAID_AT,
  ...over,
});

/** What so many mugs are worth. */
export const mugs = (units: number, cash = units * 2000): LineAmount => ({
  lineNumber: 1,
  units,
  cash,
  points: 0,
  merchantDiscount: 0,
  platformDiscount: 0,
});
