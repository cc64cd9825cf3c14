import type { Instant } from '@amends/kernel';
import type { AddressChangeEvent } from '../events';
import type { OrderState } from '../order';
import type { AddressChange } from './address-change';
import { addressChangeLife, interceptionLife } from './transitions';

/** The order after an event about its address. */
export const evolveAddress = (state: OrderState, event: AddressChangeEvent): OrderState => {
  const { number, occurredAt: at } = event.data;
  switch (event.type) {
    case 'order.address_changed': {
      const known = state.addressChanges.some((change) => change.number === number);
      // After a decision it only says what it has led to.
      return known ? state : added(state, { ...asked(event.data), decidedAt: at }, event.type);
    }
    case 'address_change.requested':
      return added(state, { ...asked(event.data), dueAt: event.data.dueAt }, event.type);
    case 'parcel.redirected':
      return decided(state, event, at);
    case 'address_change.reshipped': {
      const { parcels, interceptDueAt } = event.data;
      const interceptions = parcels.map((parcel) => ({ ...parcel, stage: interceptionLife.initial }));
      return decided(state, event, at, { interceptions, interceptDueAt });
    }
    case 'address_change.declined': {
      const { explanation, because } = event.data;
      return decided(state, event, at, { explanation, timedOut: because === 'timeout' });
    }
    case 'order.interception_ended': {
      const { trackingNumber, intercepted } = event.data;
      const tale = intercepted ? 'order.interception_ended{intercepted}' : 'order.interception_ended{failed}';
      return onChange(state, number, (change) => {
        const interceptions = change.interceptions.map((each) =>
          each.trackingNumber === trackingNumber ? { ...each, stage: interceptionLife.after(each.stage, tale) } : each,
        );
        const isOver = interceptions.every(({ stage }) => stage !== 'asked');
        return { ...change, interceptions, interceptDueAt: isOver ? null : change.interceptDueAt };
      });
    }
  }
};

const asked = ({
  number,
  address,
  occurredAt,
}: Pick<AddressChange, 'number' | 'address'> & Readonly<{ occurredAt: Instant }>): AddressChange => ({
  number,
  status: addressChangeLife.initial,
  address,
  requestedAt: occurredAt,
  dueAt: null,
  decidedAt: null,
  explanation: null,
  timedOut: false,
  interceptions: [],
  interceptDueAt: null,
});

const added = (state: OrderState, change: AddressChange, tale: string): OrderState => ({
  ...state,
  addressChanges: [...state.addressChanges, { ...change, status: addressChangeLife.after(change.status, tale) }],
});

const decided = (
  state: OrderState,
  { type, data }: Readonly<{ type: string; data: Readonly<{ number: number }> }>,
  at: Instant,
  more: Partial<AddressChange> = {},
): OrderState =>
  onChange(state, data.number, (change) => ({
    ...{ ...change, status: addressChangeLife.after(change.status, type), dueAt: null, decidedAt: at },
    ...more,
  }));

const onChange = (state: OrderState, wanted: number, change: (before: AddressChange) => AddressChange): OrderState => ({
  ...state,
  addressChanges: state.addressChanges.map((each) => (each.number === wanted ? change(each) : each)),
});
