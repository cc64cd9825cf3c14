export * from './budget';
export * from './grants';
export * from './proposal';
export * from './proposing';
export * from './transitions';
export * from './view';
