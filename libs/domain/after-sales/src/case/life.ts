import type { AfterSaleStatus } from '@amends/contracts';
import type { Machine, Transition } from '@amends/kernel';
import type { DeadlineKind } from '../policy/timers';
import type { CaseEvent } from './case';

/** What a person asks of a ticket, named as the last part of its path (api.md 4). */
export type Action =
  | 'approve'
  | 'reject'
  | 'cancel'
  | 'modify'
  | 'offers'
  | 'accept_offer'
  | 'decline_offer'
  | 'pickup'
  | 'waybill'
  | 'drop_off'
  | 'receipt'
  | 'reject_receipt'
  | 'dispositions'
  | 'replacement_shipment'
  | 'out_of_stock'
  | 'confirm_receipt'
  | 'object'
  | 'appointment'
  | 'diagnosis'
  | 'accept_quote'
  | 'decline_quote'
  | 'repair_finished'
  | 'deadline_extensions'
  | 'messages'
  | 'goodwill_coupons'
  | 'dispute';

/** What happens to a ticket without anybody asking: time, carriers, and what other services tell. */
export type Occurrence =
  | `${DeadlineKind}_expires`
  | 'parcel_left'
  | 'part_left'
  | 'parcel_sent'
  | 'parcel_back'
  | 'parcel_lost'
  | 'scan_revoked'
  | 'goods_settled'
  | 'quote_falls'
  | 'intercept_fails'
  | 'refund_succeeds'
  | 'refund_fails'
  | 'refund_reversed'
  | 'refund_retried'
  | 'advance_contested'
  | 'verdict_denies'
  | 'mediated';

export type Trigger = Action | Occurrence;

/** Who moves a ticket: a role of the contract, or a part of the system. */
export type Mover =
  'buyer' | 'merchant' | 'agent' | 'supervisor' | 'operator' | 'system' | 'rule' | 'carrier' | 'orders' | 'refunds';

export type Row = Transition<AfterSaleStatus, Trigger, CaseEvent['type'], Mover>;
export type Life = Machine<AfterSaleStatus, Trigger, CaseEvent['type'], Mover>;

/** Who may ever ask for an action (api.md 4). Everybody else is forbidden it, whatever the ticket's state. */
export const rolesOf: Readonly<Record<Action, readonly Mover[]>> = {
  approve: ['merchant', 'agent', 'supervisor'],
  reject: ['merchant'],
  cancel: ['buyer'],
  modify: ['buyer'],
  offers: ['merchant', 'buyer'],
  accept_offer: ['merchant', 'buyer'],
  decline_offer: ['merchant', 'buyer'],
  pickup: ['buyer'],
  waybill: ['buyer'],
  drop_off: ['buyer'],
  receipt: ['merchant'],
  reject_receipt: ['merchant'],
  dispositions: ['merchant'],
  replacement_shipment: ['merchant'],
  out_of_stock: ['merchant'],
  confirm_receipt: ['buyer'],
  object: ['buyer'],
  appointment: ['buyer', 'merchant'],
  diagnosis: ['merchant'],
  accept_quote: ['buyer'],
  decline_quote: ['buyer'],
  repair_finished: ['merchant'],
  deadline_extensions: ['agent', 'supervisor', 'operator'],
  messages: ['buyer', 'merchant', 'agent', 'supervisor'],
  goodwill_coupons: ['merchant', 'agent', 'supervisor'],
  dispute: ['buyer', 'merchant'],
};
