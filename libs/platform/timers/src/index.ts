export * from './clock';
export type { DeadlineHandler, DueDeadline } from './deadline';
export * from './duration';
export * from './migrations';
export * from './shared-clock';
export * from './timers';
