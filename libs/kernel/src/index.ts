export * from './aggregate';
export * from './clock';
export * from './decider';
export * from './ids';
export type { Label } from './label';
export * from './machine';
export * from './money';
export * from './time';
export * from './wire';
