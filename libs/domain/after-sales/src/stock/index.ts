export * from './claims';
export * from './stock';
