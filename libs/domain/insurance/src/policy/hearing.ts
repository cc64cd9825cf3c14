import type { OrderFacts } from '@amends/contracts';
import type { HearLine, HearOrder, HearParcel, HearTicket } from './commands';
import type { PolicyEvent } from './events';
import { ticketAt, type InsuredOrder, type ParcelBack, type TicketOnPolicy } from './policy';
import { tellPolicy } from './telling';
import { policyLife } from './transitions';

/** An order without insurance: of it only the parties matter, to whoever asks for a claim. */
const isUninsured = ({ purchased, policy }: InsuredOrder): boolean => purchased && policy === null;

/** An order was paid; it may wish insurance. */
export const hearOrder = (
  { data }: HearOrder,
  { purchased }: InsuredOrder,
  facts: OrderFacts,
): readonly PolicyEvent[] => {
  if (purchased) return [];
  const { currency, wished } = data;
  const [policyId, lineNumbers] = wished ? [data.policyId, data.lineNumbers] : [null, []];
  return [{ type: 'policy.order_heard', data: { ...facts, policyId, currency, lineNumbers } }];
};

/** A line has moved; what is known already is not written again. */
export const hearLine = (
  { data: { lineNumber, fact, happenedAt } }: HearLine,
  state: InsuredOrder,
  facts: OrderFacts,
): readonly PolicyEvent[] => {
  const line = state.lines.find((each) => each.lineNumber === lineNumber);
  const known: Record<HearLine['data']['fact'], boolean | undefined> = {
    shipped: state.shipped,
    closed: line !== undefined && line.closedAt !== null,
    settled: line?.settled,
  };
  if (isUninsured(state) || known[fact] === true) return [];
  return [{ type: 'policy.line_heard', data: { ...facts, lineNumber, fact, happenedAt } }];
};

/** A ticket has moved; what is older than what is known, or says nothing that an insurance cares about, is left out. */
export const hearTicket = ({ data }: HearTicket, state: InsuredOrder, facts: OrderFacts): readonly PolicyEvent[] => {
  const before = ticketAt(state, data.afterSaleId);
  if (before !== undefined && (isUninsured(state) || data.version < before.version)) return [];
  const ticket: TicketOnPolicy = {
    afterSaleId: data.afterSaleId,
    parentId: data.parentId ?? before?.parentId ?? null,
    type: data.type,
    stage: data.stage,
    // Nobody named means that the merchant bears it, as after-sales takes it too.
    bearer: data.bearer ?? 'merchant',
    since: before?.stage === data.stage ? before.since : data.happenedAt,
    claimId: before?.claimId ?? data.claimId,
    version: data.version,
  };
  return before !== undefined && isSame(before, ticket)
    ? []
    : [{ type: 'policy.ticket_heard', data: { ...facts, ticket } }];
};

const isSame = (a: TicketOnPolicy, b: TicketOnPolicy): boolean =>
  a.parentId === b.parentId && a.type === b.type && a.stage === b.stage && a.bearer === b.bearer;

/**
 * The goods of a ticket come back this way. Where another way was announced before, the policy is bound to the new one
 * (N9): a pickup that was cancelled must not cost the buyer his cover. Once a parcel is on its way, only a courier's scan
 * says more.
 */
export const hearParcel = (
  { data: { afterSaleId, method, sent, freight } }: HearParcel,
  state: InsuredOrder,
  facts: OrderFacts,
): readonly PolicyEvent[] => {
  const before = state.parcels.find((parcel) => parcel.afterSaleId === afterSaleId);
  const parcel: ParcelBack = { afterSaleId, method, sent, freight };
  if (isUninsured(state) || (before !== undefined && !saysMore(before, parcel))) return [];
  const { policy } = state;
  const rebinds =
    before !== undefined &&
    before.method !== method &&
    policy !== null &&
    policyLife.permits(policy.status, 'change_way_back');
  return [
    { type: 'policy.parcel_heard', data: { ...facts, parcel } },
    ...(rebinds ? [tellPolicy(policy, 'policy.rebound', facts, afterSaleId)] : []),
  ];
};

const saysMore = (before: ParcelBack, news: ParcelBack): boolean => {
  if (before.sent) return news.sent && news.freight !== null && before.freight === null;
  return news.sent || news.method !== before.method;
};
