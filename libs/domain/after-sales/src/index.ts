export * from './case';
export * from './policy';
export * from './prices';
export * from './stock';
export * from './replay';
export * from './suggestions';
