import { decoded } from '../envelope';
import type { Incoming } from '../kafka/ports';
import type { Received } from '../subscription';

/**
 * An incoming message and what became of reading it. Messages of one `lane` keep their order: those of one key in one
 * topic. Between topics there is none: what waits for another topic must not hold it up.
 */
export type ReadMessage = Readonly<{ incoming: Incoming; lane: string }> &
  (
    | Readonly<{ kind: 'message'; message: Received }>
    | Readonly<{ kind: 'unreadable'; why: string; id?: string; type?: string }>
  );

/** A topic has no blank in its name. */
export const laneOf = (topic: string, key: string): string => `${topic} ${key}`;

/** Reads a message. `known` is the newest version of its type that this code understands. */
export const readMessage = (incoming: Incoming, known: (type: string) => number): ReadMessage => {
  const { topic, partition, offset } = incoming;
  const result = decoded(incoming.value);
  if (result.kind === 'undecodable') {
    return { incoming, lane: laneOf(topic, incoming.key), kind: 'unreadable', why: result.why };
  }
  const { envelope, version } = result;
  const lane = laneOf(topic, envelope.partitionkey);
  if (version > known(envelope.type)) {
    const { id, type } = envelope;
    return { incoming, lane, kind: 'unreadable', why: `version ${String(version)} is not known here`, id, type };
  }
  return { incoming, lane, kind: 'message', message: { ...envelope, topic, partition, offset } };
};
