export * from './guide';
export * from './labels';
export * from './standard-replies';
