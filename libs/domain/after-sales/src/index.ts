export * from './case';
export * from './policy';
export * from './prices';
