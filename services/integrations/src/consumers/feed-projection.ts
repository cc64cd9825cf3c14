import type { Projection, Received } from '@amends/platform/messaging';
import { isPublic } from '../application/event-types';
import { Feed, type NewFeedEvent } from '../application/feed';

/** Every public event goes into the feed, in the transaction that says it was heard. */
export const feedProjection: Projection = {
  types: 'all',
  apply: async (messages, client) => {
    const events = messages.filter(({ type }) => isPublic(type)).map(feedEventOf);
    if (events.length > 0) await Feed.append(events, client);
  },
};

/** The envelope as it travelled: how it came here is nobody's business. */
const feedEventOf = ({ topic: _topic, partition: _partition, offset: _offset, ...message }: Received): NewFeedEvent => {
  const type = `${message.type}.v${versionOf(message.dataschema)}`;
  const merchantId: unknown = Reflect.get(message.data, 'merchantId');
  return {
    eventId: message.id,
    type,
    merchantId: typeof merchantId === 'string' ? merchantId : null,
    envelope: JSON.stringify({ ...message, type }),
    at: message.time,
  };
};

/** A message was read without the version of its type; the address of its schema keeps it. */
const versionOf = (dataschema: string): string => /\.v(\d+)\.json$/.exec(dataschema)?.[1] ?? '1';
