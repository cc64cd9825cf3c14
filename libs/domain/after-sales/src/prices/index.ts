export * from './sku';
