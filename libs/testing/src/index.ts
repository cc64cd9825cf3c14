export * from './database';
export * from './fixed';
export * from './identity';
export * from './random';
export * from './sandbox';
export * from './servers';
export * from './specification';
