export * from './keyring';
export * from './migrations';
