export { envelopeOf } from './envelope';
export { Freshness, NotHeardYet } from './freshness/freshness';
export { isRecent } from './freshness/recent';
export type { EventPublisher, EventSubscriber, Incoming, IncomingBatch, Publication } from './kafka/ports';
export { Messaging, type MessagingParts } from './messaging';
export * from './subscription';
