import type { OrderFacts } from '@amends/contracts';
import {
  isRefusal,
  later,
  millis,
  refuse,
  total,
  type Decision,
  type Instant,
  type Minor,
  type Refusal,
} from '@amends/kernel';
import type { OrderRefusal } from '../commands';
import type { OrderEvent } from '../events';
import { statusOf } from '../line';
import type { OrderLine, OrderState, OutwardParcel } from '../order';
import type { AddressChange, AddressChangeOrder, HearInterception } from './address-change';
import { ADDRESS_DECISION_MS, INTERCEPT_MS, type AddressWait } from './deadlines';
import { addressChangeLife, interceptionLife, type AddressChangeCommand } from './transitions';

type Outcome = Decision<OrderEvent, OrderRefusal>;
type DataOf<Type extends AddressChangeOrder['type']> = Extract<AddressChangeOrder, { type: Type }>['data'];

/** Goods of more paid cash than this, in minor units, are not sent a second time (rulings.md 8.1). */
export const RESHIP_LIMIT: Minor = 50_000;

/** What a command makes of the wishes for another address. */
export const decideAddressChange = (command: AddressChangeOrder, state: OrderState, facts: OrderFacts): Outcome => {
  // prettier-ignore
  switch (command.type) {
    case 'RequestAddressChange': return requestChange(command.data, state, facts);
    case 'RedirectParcels':      return redirect(command.data, state, facts);
    case 'ReshipGoods':          return reship(command.data, state, facts);
    case 'DeclineAddressChange': return decline(command.data, state, facts);
  }
};

/** The buyer wants the goods elsewhere: at once while nothing is on its way (E1), otherwise the merchant decides (E2). */
const requestChange = (
  { address, at }: DataOf<'RequestAddressChange'>,
  state: OrderState,
  facts: OrderFacts,
): Outcome => {
  if (!mayRequest(state)) return notNow(state, undefined, 'buyer', at);
  const data = { ...facts, number: state.addressChanges.length + 1, address };
  return onTheirWay(state).length === 0
    ? [{ type: 'order.address_changed', data }]
    : [{ type: 'address_change.requested', data: { ...data, dueAt: later(at, ADDRESS_DECISION_MS) } }];
};

/** The carrier takes the parcels elsewhere (E3). */
const redirect = ({ number, at }: DataOf<'RedirectParcels'>, state: OrderState, facts: OrderFacts): Outcome => {
  const change = decidable(state, number, 'redirect', at);
  if (isRefusal(change)) return change;
  return [
    ...parcelsOf(onTheirWay(state)).map((parcel): OrderEvent => ({
      type: 'parcel.redirected',
      data: { ...facts, number, ...parcel },
    })),
    { type: 'order.address_changed', data: { ...facts, number, address: change.address } },
  ];
};

/** The goods are sent again, and what is on its way shall be stopped (E4); not if they are worth too much. */
const reship = ({ number, at }: DataOf<'ReshipGoods'>, state: OrderState, facts: OrderFacts): Outcome => {
  const change = decidable(state, number, 'reship', at);
  if (isRefusal(change)) return change;
  const lines = onTheirWay(state);
  const value = total(lines.map(({ paid }) => paid.cash));
  if (value > RESHIP_LIMIT)
    return refuse('reship_value_exceeds_limit', 'These goods are worth too much to be sent twice.', {
      value,
      limit: RESHIP_LIMIT,
    });
  const parcels = parcelsOf(lines);
  return [
    {
      type: 'address_change.reshipped',
      data: { ...facts, number, parcels, interceptDueAt: later(at, INTERCEPT_MS) },
    },
    ...parcels.map((parcel): OrderEvent => ({
      type: 'parcel.intercept_requested',
      data: { ...facts, afterSaleId: null, ...parcel },
    })),
    { type: 'order.address_changed', data: { ...facts, number, address: change.address } },
  ];
};

/** The merchant says no, and why (E5). */
const decline = (
  { number, explanation, at }: DataOf<'DeclineAddressChange'>,
  state: OrderState,
  facts: OrderFacts,
): Outcome => {
  const change = decidable(state, number, 'decline', at);
  if (isRefusal(change)) return change;
  if (explanation === null) return refuse('explanation_required', 'A refusal has to be explained.');
  return [{ type: 'address_change.declined', data: { ...facts, number, because: 'merchant', explanation } }];
};

/** Nobody decided in time: no (E7). No carrier answered in time: the parcel was not stopped (E6). */
export const addressWaitOver = (
  { change: { number, interceptions }, kind }: AddressWait,
  facts: OrderFacts,
): readonly OrderEvent[] =>
  kind === 'address_decision'
    ? [{ type: 'address_change.declined', data: { ...facts, number, because: 'timeout', explanation: null } }]
    : interceptions
        .filter(({ stage }) => interceptionLife.permits(stage, 'intercept_expires', 'system'))
        .map(({ trackingNumber }) => ({
          type: 'order.interception_ended',
          data: { ...facts, number, trackingNumber, intercepted: false },
        }));

/** The carrier has answered (E6); what nobody waits for is no news. */
export const hearInterception = (
  { data: { trackingNumber, intercepted } }: HearInterception,
  { addressChanges }: OrderState,
  facts: OrderFacts,
): readonly OrderEvent[] =>
  addressChanges.flatMap(({ number, interceptions }) =>
    interceptions
      .filter((each) => each.trackingNumber === trackingNumber)
      .filter(({ stage }) => interceptionLife.permits(stage, intercepted ? 'intercepted' : 'intercept_failed'))
      .map(() => ({
        type: 'order.interception_ended' as const,
        data: { ...facts, number, trackingNumber, intercepted },
      })),
  );

/** What a caller of this role may do about addresses now. */
export const addressActions = (state: OrderState, role: string, at?: Instant): readonly AddressChangeCommand[] => {
  if (role === 'buyer') return mayRequest(state) ? ['address_changes'] : [];
  const pending = state.addressChanges.find(({ status }) => status === 'pending_merchant_decision');
  if (role !== 'merchant' || pending === undefined || (at !== undefined && isTooLate(pending, at))) return [];
  return addressChangeLife.commandsOf(pending.status, 'merchant').filter((on) => hasObject(state, on));
};

/** Once everything has come, nothing is left to be taken elsewhere or sent again. */
const hasObject = (state: OrderState, on: AddressChangeCommand): boolean =>
  on === 'decline' || onTheirWay(state).length > 0;

/** One wish after the other, as long as something is to come. */
const mayRequest = (state: OrderState): boolean =>
  state.addressChanges.every(({ status }) => status !== 'pending_merchant_decision') &&
  state.lines.some(({ status }) => status !== 'completed' && status !== 'closed');

/** Lines of which something has left and is not received. */
const onTheirWay = ({ lines }: OrderState): readonly OrderLine[] =>
  lines.filter(({ status }) => status === 'partially_shipped' || status === 'awaiting_receipt');

/** Their parcels, each once. */
const parcelsOf = (lines: readonly OrderLine[]): readonly OutwardParcel[] => [
  ...new Map(lines.flatMap(({ parcels }) => parcels).map((parcel) => [parcel.trackingNumber, parcel])).values(),
];

const isTooLate = ({ dueAt }: AddressChange, at: Instant): boolean => dueAt !== null && millis(at) >= millis(dueAt);

/** The wish of this number, if it is to be decided now. */
const decidable = (
  state: OrderState,
  wanted: number,
  on: AddressChangeCommand,
  at: Instant,
): AddressChange | Refusal<OrderRefusal> => {
  const change = state.addressChanges.find(({ number }) => number === wanted);
  if (change === undefined) return refuse('not_found', 'There is no such address change.');
  const permits = addressChangeLife.permits(change.status, on, 'merchant') && hasObject(state, on);
  if (permits && !isTooLate(change, at)) return change;
  return notNow(state, change, 'merchant', at);
};

const notNow = (
  state: OrderState,
  change: AddressChange | undefined,
  role: string,
  at: Instant,
): Refusal<OrderRefusal> => {
  const members = { currentStatus: change?.status ?? statusOf(state), allowedActions: addressActions(state, role, at) };
  return change !== undefined && (change.timedOut || isTooLate(change, at))
    ? refuse('deadline_passed', 'The time for this is over.', members)
    : refuse('invalid_transition', 'The present state does not allow this.', members);
};
