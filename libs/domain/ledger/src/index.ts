export * from './accounts';
export * from './booking';
