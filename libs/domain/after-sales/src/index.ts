export * from './case';
export * from './complaint';
export * from './guide';
export * from './policy';
export * from './prices';
export * from './record';
export * from './stock';
