export * from './commands';
export { onDisputeExpiry } from './deadlines';
export * from './dispute';
export { disputeEndedBy } from './deadlines';
export type { Dispute } from './dispute';
export { disputeActions, disputeRolesOf } from './permission';
export * from './transitions';
export * from './view';
