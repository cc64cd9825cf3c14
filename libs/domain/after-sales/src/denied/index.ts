export * from './denied-application';
export * from './denied-applications';
