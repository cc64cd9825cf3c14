export * from './commands';
export { onDisputeExpiry } from './deadlines';
export * from './dispute';
export { disputeActions } from './permission';
export * from './transitions';
export * from './view';
