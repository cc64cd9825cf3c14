export * from './lanes';
export * from './stubbornly';
