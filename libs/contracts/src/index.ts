export * from './after-sales';
export * from './catalogue';
export * from './facts';
export * from './insurance';
export * from './money';
export * from './orders';
export * from './pickups';
export * from './refunds';
