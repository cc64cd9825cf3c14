export * from './database';
export * from './fixed';
export * from './random';
export * from './servers';
export * from './specification';
