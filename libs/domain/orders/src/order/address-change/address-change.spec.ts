import { flaws, HOUR_MS, later, unlisted } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import type { OrderCommand, PlaceOrder } from '../commands';
import { orderAggregate, orderDecider } from '../decide';
import type { OrderEvent } from '../events';
import type { OrderState } from '../order';
import type { AddressChangeOrder } from './address-change';
import { addressActions } from './deciding';
import {
  addressChangeLife,
  interceptionLife,
  type AddressChangeCommand,
  type AddressChangeStatus,
  type InterceptionCommand,
  type InterceptionStage,
} from './transitions';

const T0 = '2026-03-01T02:00:00.000Z';
const { after } = specification(orderDecider);
const elsewhere = { sealed: 'elsewhere' };

/** An order with a line for each of these prices, one unit each. */
const placed = (...prices: readonly number[]): PlaceOrder => ({
  type: 'PlaceOrder',
  data: {
    ...{ orderId: 'ord_1', orderNumber: 'SO-1', merchantId: 'm', buyerId: 'b', currency: 'CNY', paidAt: T0, at: T0 },
    ...{ policyVersion: '1', shippingAddress: { sealed: 'home' }, shippingInsurance: false, shippingFee: 0 },
    lines: prices.map((unitPrice, index) => ({
      ...{ lineNumber: index + 1, sku: 'SKU', spu: 'SKU', title: 'A thing', category: 'default', kind: 'physical' },
      ...{ attributes: {}, quantity: 1, unitPrice, lineDiscount: 0, gift: false, giftOf: null, randomShip: false },
      warrantyMonths: 0,
    })),
    discounts: [],
    points: { redeemed: 0, value: 0 },
    payments: [{ paymentId: 'p', tender: 'card', amount: prices.reduce((sum, price) => sum + price, 0) }],
  },
});
const shipped = (lineNumber = 1, trackingNumber = 'SF1'): OrderCommand => ({
  type: 'ShipLines',
  data: { lines: [{ lineNumber, quantity: 1 }], carrier: 'sf', trackingNumber, by: 'merchant', at: T0 },
});
const received: OrderCommand = { type: 'ConfirmReceipt', data: { lineNumbers: null, by: 'buyer', at: T0 } };
const wanted: OrderCommand = { type: 'RequestAddressChange', data: { address: elsewhere, at: T0 } };
const decide = (type: 'RedirectParcels' | 'ReshipGoods', at = T0, number = 1): AddressChangeOrder => ({
  type,
  data: { number, at },
});
const WORDS = { sealed: 'why' };
const declined = (explanation: typeof WORDS | null = WORDS, number = 1): OrderCommand => ({
  type: 'DeclineAddressChange',
  data: { number, explanation, at: T0 },
});
const heard = (trackingNumber: string, intercepted: boolean): OrderCommand => ({
  type: 'HearInterception',
  data: { trackingNumber, intercepted, at: T0 },
});
const wake = (name: string, at: string): OrderCommand => ({ type: 'DeadlineReached', data: { name, token: 1, at } });

const types = (decision: unknown) =>
  Array.isArray(decision) ? decision.map(({ type }: OrderEvent) => type) : decision;
const change = ({ addressChanges }: OrderState) => addressChanges.at(-1);
const dueTimes = (state: OrderState) =>
  orderAggregate.deadlines?.(state).filter(({ name }) => name.startsWith('address_change/')) ?? [];

it.each([addressChangeLife, interceptionLife].map((life) => [life.initial, life] as const))(
  'the table from %s is sound',
  (_, life) => expect(flaws<string>(life)).toEqual([]),
);

describe('E1: nothing has left', () => {
  it('the address is another one at once', () => {
    const told = after(placed(1000)).when(wanted);
    expect(told.decision).toMatchObject([{ type: 'order.address_changed', data: { number: 1, address: elsewhere } }]);
    expect(change(told.state)).toMatchObject({ number: 1, status: 'applied', decidedAt: T0 });
    expect(dueTimes(told.state)).toEqual([]);
  });
  it('also where all that had left is received', () => {
    const { state } = after(placed(1000, 500), shipped(1), received, wanted);
    expect(change(state)?.status).toBe('applied');
  });
});

describe('E2: something is on its way', () => {
  const asked = after(placed(1000, 500), shipped(), wanted);
  it('the merchant has twelve hours', () => {
    expect(change(asked.state)).toMatchObject({ status: 'pending_merchant_decision', decidedAt: null });
    expect(dueTimes(asked.state)).toMatchObject([{ kind: 'address_decision', dueAt: later(T0, 12 * HOUR_MS) }]);
    expect(addressActions(asked.state, 'merchant', T0)).toEqual(['decline', 'redirect', 'reship']);
    expect(addressActions(asked.state, 'buyer', T0)).toEqual([]);
  });
  it('one wish after the other, numbered', () => {
    asked.when(wanted).thenRefused('invalid_transition');
    const { state } = after(placed(1000, 500), wanted, shipped(), wanted, declined(WORDS, 2), wanted);
    expect(state.addressChanges.map(({ number, status }) => [number, status])).toEqual([
      [1, 'applied'],
      [2, 'declined'],
      [3, 'pending_merchant_decision'],
    ]);
  });
  it('not once everything is received', () => {
    after(placed(1000), shipped(), received).when(wanted).thenRefused('invalid_transition');
  });
});

describe('E3: redirected', () => {
  it('each parcel on its way, and the address is the new one', () => {
    const told = after(placed(1000, 500), shipped(1, 'SF1'), shipped(2, 'SF2'), wanted).when(decide('RedirectParcels'));
    expect(told.decision).toMatchObject([
      { type: 'parcel.redirected', data: { number: 1, trackingNumber: 'SF1' } },
      { type: 'parcel.redirected', data: { number: 1, trackingNumber: 'SF2' } },
      { type: 'order.address_changed', data: { number: 1, address: elsewhere } },
    ]);
    expect(change(told.state)).toMatchObject({ status: 'redirected', decidedAt: T0, dueAt: null });
  });
  it('not when the goods have come meanwhile', () => {
    after(placed(1000), shipped(), wanted, received).when(decide('RedirectParcels')).thenRefused('invalid_transition');
  });
});

describe('E4, E6: sent again', () => {
  it('up to a value, and the parcel shall be stopped', () => {
    const told = after(placed(50_000, 1), shipped(), wanted).when(decide('ReshipGoods'));
    expect(told.decision).toMatchObject([
      { type: 'address_change.reshipped', data: { parcels: [{ carrier: 'sf', trackingNumber: 'SF1' }] } },
      { type: 'parcel.intercept_requested', data: { afterSaleId: null, trackingNumber: 'SF1' } },
      { type: 'order.address_changed' },
    ]);
    expect(change(told.state)).toMatchObject({ status: 'reshipped', interceptions: [{ stage: 'asked' }] });
    expect(dueTimes(told.state)).toMatchObject([{ kind: 'intercept', dueAt: later(T0, 72 * HOUR_MS) }]);
  });
  it('not above it', () => {
    const told = after(placed(50_000, 1), shipped(1), shipped(2), wanted).when(decide('ReshipGoods'));
    told.thenRefused('reship_value_exceeds_limit');
    expect(told.decision).toMatchObject({ detail: { value: 50_001, limit: 50_000 } });
  });
  it.each([
    [true, 'intercepted'],
    [false, 'failed'],
  ] as const)('the carrier answers: %s', (answer, stage) => {
    const { state } = after(placed(1000), shipped(), wanted, decide('ReshipGoods'), heard('SF1', answer));
    expect(change(state)).toMatchObject({ interceptions: [{ stage }], interceptDueAt: null });
    after(placed(1000), shipped(), wanted, decide('ReshipGoods'), heard('SF1', answer))
      .when(heard('SF1', !answer))
      .thenNothing();
  });
  it('no answer in time is a failure; of other parcels nothing is heard', () => {
    const sent = after(placed(1000), shipped(), wanted, decide('ReshipGoods'));
    sent.when(heard('SF9', true)).thenNothing();
    const told = sent.when(wake('address_change/1/intercept', later(T0, 72 * HOUR_MS)));
    expect(change(told.state)?.interceptions).toMatchObject([{ stage: 'failed' }]);
  });
});

describe('E5, E7: declined', () => {
  it('with words', () => {
    const asked = after(placed(1000), shipped(), wanted);
    asked.when(declined(null)).thenRefused('explanation_required');
    const told = asked.when(declined());
    expect(types(told.decision)).toEqual(['address_change.declined']);
    expect(change(told.state)).toMatchObject({ status: 'declined', explanation: WORDS, timedOut: false });
    after(placed(1000), shipped(), wanted, declined()).when(declined()).thenRefused('invalid_transition');
  });
  it('by silence, and then it is too late to decide', () => {
    const asked = after(placed(1000), shipped(), wanted);
    const end = later(T0, 12 * HOUR_MS);
    asked.when(wake('address_change/1/address_decision', later(end, -1))).thenNothing();
    asked.when(decide('ReshipGoods', end)).thenRefused('deadline_passed');
    const told = asked.when(wake('address_change/1/address_decision', end));
    expect(told.decision).toMatchObject([{ data: { because: 'timeout', explanation: null } }]);
    expect(change(told.state)).toMatchObject({ status: 'declined', decidedAt: end, timedOut: true });
    after(placed(1000), shipped(), wanted, wake('address_change/1/address_decision', end))
      .when(decide('RedirectParcels', end))
      .thenRefused('deadline_passed');
  });
  it('what nobody asked is not there', () => {
    after(placed(1000)).when(decide('RedirectParcels')).thenRefused('not_found');
  });
});

describe('what no row lists', () => {
  const sent = [placed(1000), shipped(), wanted] as const;
  const end = later(T0, 12 * HOUR_MS);
  const pasts: Readonly<Record<Exclude<AddressChangeStatus, 'asked'>, readonly OrderCommand[]>> = {
    applied: [placed(1000), wanted],
    pending_merchant_decision: sent,
    redirected: [...sent, decide('RedirectParcels')],
    reshipped: [...sent, decide('ReshipGoods')],
    declined: [...sent, declined()],
  };
  const steps: Readonly<Record<AddressChangeCommand, OrderCommand>> = {
    address_changes: wanted,
    redirect: decide('RedirectParcels'),
    reship: decide('ReshipGoods'),
    decline: declined(),
    address_decision_expires: wake('address_change/1/address_decision', end),
  };
  const pairs = unlisted(addressChangeLife).flatMap(({ status, command }) =>
    status === 'asked' ? [] : [{ status, command: command as AddressChangeCommand }],
  );
  it.each(pairs)('does not happen by $command to a wish that is $status', ({ status, command }) => {
    const { state, when } = after(...pasts[status]);
    expect(change(state)?.status).toBe(status);
    const then = when(steps[command]);
    expect(then.state.addressChanges[0]?.status).toBe(status);
    // Another wish is a life of its own, which may begin once this one is decided.
    if (command === 'address_decision_expires') then.thenNothing();
    else if (command !== 'address_changes' || status === 'pending_merchant_decision')
      then.thenRefused('invalid_transition');
  });
  it('is offered to nobody', () => {
    for (const [status, past] of Object.entries(pasts))
      for (const role of [
        'buyer',
        'merchant',
        'storefront',
        'agent',
        'supervisor',
        'operator',
        'integrator',
      ] as const) {
        const offered = addressActions(after(...past).state, role).filter((action) => action !== 'address_changes');
        const isHis = status === 'pending_merchant_decision' && role === 'merchant';
        expect({ status, role, offered }).toEqual({
          ...{ status, role },
          offered: isHis ? ['decline', 'redirect', 'reship'] : [],
        });
      }
  });

  const stopping = [...sent, decide('ReshipGoods')] as const;
  const ends: Readonly<Record<InterceptionStage, readonly OrderCommand[]>> = {
    asked: stopping,
    intercepted: [...stopping, heard('SF1', true)],
    failed: [...stopping, heard('SF1', false)],
  };
  const words: Readonly<Record<InterceptionCommand, OrderCommand>> = {
    intercepted: heard('SF1', true),
    intercept_failed: heard('SF1', false),
    intercept_expires: wake('address_change/1/intercept', later(T0, 999 * HOUR_MS)),
  };
  const late = unlisted(interceptionLife).map(({ status, command }) => ({
    status,
    command: command as InterceptionCommand,
  }));
  it.each(late)('moves no parcel by $command that is $status (E6)', ({ status, command }) => {
    const { state, when } = after(...ends[status]);
    expect(change(state)?.interceptions.map(({ stage }) => stage)).toEqual([status]);
    when(words[command]).thenNothing();
  });
});
