import { CreateEventStore1763000000000 } from './create-event-store';
import { CreateMessaging1763000000100 } from './create-messaging';
import { FindOlderStreams1764300000100 } from './find-older-streams';

/** The tables of every service: streams, deadlines, and what comes from and goes to Kafka. Run as the owner. */
export const eventStoreMigrations = [
  CreateEventStore1763000000000,
  CreateMessaging1763000000100,
  FindOlderStreams1764300000100,
];
