import { machine } from '@amends/kernel';

/** On the wire all but `asked`, which a wish leaves the moment it is heard (rulings.md 8.1). */
export type AddressChangeStatus =
  'asked' | 'applied' | 'pending_merchant_decision' | 'redirected' | 'reshipped' | 'declined';

/** The first four are actions of people, named as the last part of their path. */
export type AddressChangeCommand = 'address_changes' | 'redirect' | 'reship' | 'decline' | 'address_decision_expires';
export type AddressChangeTale =
  | 'order.address_changed'
  | 'address_change.requested'
  | 'parcel.redirected'
  | 'address_change.reshipped'
  | 'address_change.declined';
export type AddressChangeActor = 'buyer' | 'merchant' | 'system';

/** The life of a wish for another address (states.md 15); silence never ships anything again. */
// prettier-ignore
export const addressChangeLife = machine<AddressChangeStatus, AddressChangeCommand, AddressChangeTale, AddressChangeActor>('asked', [
  { row: 'E1', from: 'asked',                     by: ['buyer'],    on: 'address_changes',          emits: 'order.address_changed',    to: 'applied' },
  { row: 'E2', from: 'asked',                     by: ['buyer'],    on: 'address_changes',          emits: 'address_change.requested', to: 'pending_merchant_decision' },
  { row: 'E3', from: 'pending_merchant_decision', by: ['merchant'], on: 'redirect',                 emits: 'parcel.redirected',        to: 'redirected' },
  { row: 'E4', from: 'pending_merchant_decision', by: ['merchant'], on: 'reship',                   emits: 'address_change.reshipped', to: 'reshipped' },
  { row: 'E5', from: 'pending_merchant_decision', by: ['merchant'], on: 'decline',                  emits: 'address_change.declined',  to: 'declined' },
  { row: 'E7', from: 'pending_merchant_decision', by: ['system'],   on: 'address_decision_expires', emits: 'address_change.declined',  to: 'declined' },
]);

/** Where the wish to stop a parcel stands whose goods are sent again (E6). */
export type InterceptionStage = 'asked' | 'intercepted' | 'failed';
export type InterceptionCommand = 'intercepted' | 'intercept_failed' | 'intercept_expires';

// prettier-ignore
export const interceptionLife = machine<InterceptionStage, InterceptionCommand, 'order.interception_ended{intercepted}' | 'order.interception_ended{failed}', 'carrier' | 'system'>('asked', [
  { row: 'E6', from: 'asked', by: ['carrier'], on: 'intercepted',       emits: 'order.interception_ended{intercepted}', to: 'intercepted' },
  { row: 'E6', from: 'asked', by: ['carrier'], on: 'intercept_failed',  emits: 'order.interception_ended{failed}',      to: 'failed' },
  { row: 'E6', from: 'asked', by: ['system'],  on: 'intercept_expires', emits: 'order.interception_ended{failed}',      to: 'failed' },
]);
