export * from './crash-point';
export * from './lanes';
export * from './stubbornly';
