export * from './business-day';
export * from './calendar';
export * from './compare';
export * from './reconciliation';
