import { machine } from '@amends/kernel';
import type { RerouteStatus } from '@amends/contracts';

export type RerouteStage = 'none' | RerouteStatus;
export type RerouteStep = 'offer' | 'accept' | 'decline' | 'expire';
export type RerouteActor = 'agent' | 'buyer' | 'system';
export type RerouteTale =
  'refund_reroute.offered' | 'refund_reroute.accepted' | 'refund_reroute.declined' | 'refund_reroute.expired';

/** Money that cannot go back to where it came from is offered another way (states.md 10, F8); the buyer has the say. */
// prettier-ignore
export const rerouteLife = machine<RerouteStage, RerouteStep, RerouteTale, RerouteActor>('none', [
  { row: 'F8', from: 'none',    by: ['agent'],  on: 'offer',   emits: 'refund_reroute.offered',  to: 'offered' },
  { row: 'F8', from: 'offered', by: ['buyer'],  on: 'accept',  emits: 'refund_reroute.accepted', to: 'accepted' },
  { row: 'F8', from: 'offered', by: ['buyer'],  on: 'decline', emits: 'refund_reroute.declined', to: 'declined' },
  { row: 'F8', from: 'offered', by: ['system'], on: 'expire',  emits: 'refund_reroute.expired',  to: 'expired' },
]);
