export * from './suggestion';
export * from './suggesting';
