export * from './goods-out';
export * from './owed';
