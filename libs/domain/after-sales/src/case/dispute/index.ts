export * from './commands';
export * from './dispute';
export { disputeActions } from './permission';
export * from './transitions';
export * from './view';
