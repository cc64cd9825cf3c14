export * from './canonical';
export * from './chain';
export * from './history';
export { added, reasonsOfTicket, type SkuReason } from './reasons';
