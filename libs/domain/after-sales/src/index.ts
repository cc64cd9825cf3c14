export * from './case';
export * from './policy';
export * from './prices';
export * from './record';
export * from './stock';
