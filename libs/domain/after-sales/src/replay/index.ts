export * from './past-applications';
export * from './replaying';
