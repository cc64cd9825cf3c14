export * from './accounts';
export * from './advance';
export * from './booking';
