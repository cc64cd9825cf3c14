import { idOf, type Catalogue, type Envelope, type Instant } from '@amends/kernel';
import type { Metadata, StoredEvent } from '@amends/platform/event-store';

/** A message for Kafka. */
export type Outgoing = Readonly<{ topic: string; key: string; value: string }>;

/** A stored event with its data as text, as the relay reads it. */
export type EventText = Readonly<{
  version: number;
  id: string;
  type: string;
  schemaVersion: number;
  partitionKey: string;
  data: string;
  metadata: Metadata;
  at: Instant;
}>;

/** The message of an event; undefined when its type is private to the service. `source` is the service's name. */
export const outgoingOf = (event: EventText, source: string, catalogue: Catalogue): Outgoing | undefined => {
  const entry = catalogue[event.type];
  if (entry === undefined) return undefined;
  const data = JSON.parse(event.data) as Readonly<Record<string, unknown>>;
  const key = partitionKeyOf(data, event.partitionKey, entry.subject);
  const head = JSON.stringify(headOf(event, source, subjectOf(data, entry.subject), key));
  // The data is not written anew: what was stored is what travels.
  return { topic: entry.topic, key, value: `${head.slice(0, -1)},"data":${event.data}}` };
};

/** The envelope of a stored event; undefined when its type is private to the service. */
export const envelopeOf = (event: StoredEvent, source: string, catalogue: Catalogue): Envelope | undefined => {
  const outgoing = outgoingOf({ ...event, data: JSON.stringify(event.data) }, source, catalogue);
  return outgoing === undefined ? undefined : (JSON.parse(outgoing.value) as Envelope);
};

const headOf = (
  { version, id, type, schemaVersion, metadata, at }: EventText,
  source: string,
  subject: string,
  partitionkey: string,
): Omit<Envelope, 'data'> => ({
  specversion: '1.0',
  id,
  source: `/${source}`,
  type: `${type}.v${String(schemaVersion)}`,
  subject,
  time: at,
  datacontenttype: 'application/json',
  dataschema: `/schemas/${type}.v${String(schemaVersion)}.json`,
  partitionkey,
  sequence: String(version),
  correlationid: metadata.correlationId,
  ...(metadata.causationId === undefined ? {} : { causationid: metadata.causationId }),
  ...(metadata.traceparent === undefined ? {} : { traceparent: metadata.traceparent }),
  actor: metadata.actor,
});

const subjectOf = (data: Readonly<Record<string, unknown>>, field: string): string => {
  const subject = data[field];
  return typeof subject === 'string' ? subject : field;
};

/** Where there is an order, it is the key, so that all of it stays in order; otherwise the object itself is. */
const partitionKeyOf = (data: Readonly<Record<string, unknown>>, uuid: string, subject: string): string =>
  typeof data.orderId === 'string' ? idOf('ord', uuid) : subjectOf(data, subject);

/** What was heard: a message, or why it is none. */
export type Decoded =
  Readonly<{ kind: 'message'; envelope: Envelope; version: number }> | Readonly<{ kind: 'undecodable'; why: string }>;

const TYPE = /^(.+)\.v(\d+)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a message; its type comes out without the version. */
export const decoded = (value: Buffer | null): Decoded => {
  const envelope = parsed(value);
  if (typeof envelope !== 'object' || envelope === null) return { kind: 'undecodable', why: 'not a JSON object' };
  const { specversion, id, type, partitionkey, correlationid, data } = envelope as Partial<Envelope>;
  const named = typeof type === 'string' ? TYPE.exec(type) : null;
  if (specversion !== '1.0' || named === null) return { kind: 'undecodable', why: 'not an envelope of ours' };
  if (typeof id !== 'string' || !UUID.test(id)) return { kind: 'undecodable', why: 'its id is not a uuid' };
  if (
    typeof partitionkey !== 'string' ||
    typeof correlationid !== 'string' ||
    typeof data !== 'object' ||
    data === null
  ) {
    return { kind: 'undecodable', why: 'a field of the envelope is missing' };
  }
  return {
    kind: 'message',
    version: Number(named[2]),
    envelope: { ...(envelope as Envelope), type: named[1] ?? '' },
  };
};

const parsed = (value: Buffer | null): unknown => {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
};
