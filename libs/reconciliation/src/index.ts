export * from './asked-days';
export * from './comparing';
export * from './daily-reconciliation';
export * from './reconciler';
export * from './streams';
