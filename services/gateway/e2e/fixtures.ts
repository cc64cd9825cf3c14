import { randomUUID } from 'node:crypto';
import { accepted } from './http';
import type { People } from './people';

/** One object of every kind, by the prefix of its id; all belong to the same buyer and merchant. */
export type Objects = Readonly<Record<string, string>>;

const PATIENCE_MS = 60_000;
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/**
 * An order that was shipped, returned, refunded and whose freight the insurer paid; another about whose rejection the
 * platform was asked; a complaint; and a picture nobody has cited.
 */
export const objectsOf = async (people: People): Promise<Objects> => {
  const { buyer, merchant } = people.tokens;
  const evidence = await post('/v1/evidence', { mediaType: 'image/png', base64: PNG.toString('base64') }, buyer);
  const { orderId } = await shippedOrder(people);
  const lines = [{ lineNumber: 1, quantity: 1 }];
  const wish = { orderId, type: 'return_refund', reason: 'changed_mind', lines, pickup: {} };
  const ticket = `/v1/after-sales/${String((await post('/v1/after-sales', wish, buyer)).id)}`;
  await post(`${ticket}/approve`, {}, merchant);
  const pickupId = await eventually(async () => {
    const { pickupId: booked, trackingNumber } = (await read(ticket, buyer)).returnShipment as Record<string, unknown>;
    return typeof trackingNumber === 'string' ? String(booked) : undefined;
  });
  await post('/dev/sandbox/carrier/scans', { pickupId, event: 'picked_up' });
  await until(ticket, buyer, 'awaiting_merchant_receipt');
  await post('/dev/sandbox/carrier/scans', { pickupId, event: 'signed' });
  await post(`${ticket}/receipt`, { lines: [{ lineNumber: 1, accepted: 1, damaged: 0, missing: 0 }] }, merchant);
  await until(ticket, buyer, 'completed');
  const afterSaleId = ticket.split('/').at(-1) ?? '';
  const claim = await eventually(async () => {
    const { data } = await read(`/v1/insurance/claims?afterSaleId=${afterSaleId}`, buyer);
    return (data as readonly Readonly<{ id: string; status: string }>[]).find(({ status }) => status === 'settled');
  });
  const refunds = (await read(`/v1/refunds?afterSaleId=${afterSaleId}`, buyer)).data as readonly Readonly<{
    id: string;
  }>[];
  return {
    ...{ ord: orderId, aft: afterSaleId, pku: pickupId, clm: claim.id },
    ...{ rfd: refunds[0]?.id ?? '', evd: String(evidence.id), dsp: await disputeOf(people) },
    gwp: await proposalOf(people),
    cmp: String((await post('/v1/complaints', { orderId, subject: 'Late', text: 'It came late.' }, buyer)).id),
  };
};

/** Goodwill that waits for another person of the merchant; his budget is as it was after it. */
const proposalOf = async (people: People): Promise<string> => {
  const { merchantId, tokens } = people;
  const budget = (json: object) =>
    accepted({ method: 'PUT', path: `/v1/merchants/${merchantId}/goodwill-budget`, json, token: tokens.merchant });
  const { orderId } = await shippedOrder(people);
  await budget({ currency: 'CNY', grantLimit: 0 });
  const gift = { orderId, type: 'compensation', reason: 'slow', requestedAmount: 100 };
  const proposal = await post('/v1/after-sales', gift, tokens.merchant);
  await budget({ currency: 'CNY' });
  return String(proposal.id);
};

/** A dispute about a rejected refund. */
const disputeOf = async (people: People): Promise<string> => {
  const { buyer, merchant } = people.tokens;
  const { orderId } = await shippedOrder(people);
  const wish = { orderId, type: 'refund_only', reason: 'slow', lines: [{ lineNumber: 1, quantity: 1 }] };
  const ticket = `/v1/after-sales/${String((await post('/v1/after-sales', wish, buyer)).id)}`;
  await post(`${ticket}/reject`, { reasonCode: 'other', explanation: 'no', evidenceIds: [] }, merchant);
  const { disputeId } = await post(`${ticket}/dispute`, { claim: 'it is late', evidenceIds: [] }, buyer);
  return String(disputeId);
};

/** An order that was paid just now. */
export const placedOrder = async ({ buyerId, merchantId, tokens }: People): Promise<string> => {
  const { now } = await accepted({ method: 'GET', path: '/dev/clock' });
  return String((await post('/v1/orders', paidOrder({ buyerId, merchantId, paidAt: now }), tokens.storefront)).id);
};

/** An order that has left, and the number of its parcel. */
export const shippedOrder = async (people: People): Promise<Readonly<{ orderId: string; trackingNumber: string }>> => {
  const { tokens } = people;
  const id = await placedOrder(people);
  const trackingNumber = `SF${randomUUID().slice(0, 8)}`.toUpperCase();
  const lines = [{ lineNumber: 1, quantity: 1 }];
  await post(`/v1/orders/${id}/shipments`, { lines, carrier: 'sf', trackingNumber }, tokens.merchant);
  return { orderId: id, trackingNumber };
};

/** Sends what must be accepted. */
export const post = (path: string, json: object, token?: string) =>
  accepted({ method: 'POST', path, json, ...(token === undefined ? {} : { token }) });

/** Reads what must be there. */
export const read = (path: string, token: string) => accepted({ method: 'GET', path, token });

/** Waits until a ticket has this status. */
export const until = (path: string, token: string, wanted: string): Promise<true> =>
  eventually(async () => (await read(path, token)).status === wanted || undefined);

/** Asks until there is an answer. @throws after a minute */
export const eventually = async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('it did not happen in time');
};

/** An order of one lamp for 80.00 and freight of 12.00, insured, paid now by the domain's clock. */
const paidOrder = (about: object): object => ({
  ...{ ...about, orderNumber: randomUUID(), currency: 'CNY' },
  shippingAddress: {
    ...{ name: 'Li Lei', phone: '13800000000', region: 'CN-SH' },
    ...{ city: 'Shanghai', street: '1 Nanjing Rd', postalCode: '200000' },
  },
  lines: [{ lineNumber: 1, sku: 'LAMP-A', spu: 'LAMP', title: 'A lamp', quantity: 1, unitPrice: 8000 }],
  shippingFee: 1200,
  payments: [{ paymentId: randomUUID(), tender: 'card', amount: 9200 }],
  shippingInsurance: true,
});
