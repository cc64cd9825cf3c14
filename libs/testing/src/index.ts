export * from './database';
export * from './fixed';
export * from './servers';
export * from './specification';
