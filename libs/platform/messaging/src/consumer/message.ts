import { decoded } from '../envelope';
import type { Incoming } from '../kafka/ports';
import type { Received } from '../subscription';

/** An incoming message and what became of reading it. */
export type ReadMessage = Readonly<{ incoming: Incoming; key: string }> &
  (
    | Readonly<{ kind: 'message'; message: Received }>
    | Readonly<{ kind: 'unreadable'; why: string; id?: string; type?: string }>
  );

/** Reads a message. `known` is the newest version of its type that this code understands. */
export const readMessage = (incoming: Incoming, known: (type: string) => number): ReadMessage => {
  const { topic, partition, offset } = incoming;
  const result = decoded(incoming.value);
  if (result.kind === 'undecodable') return { incoming, key: incoming.key, kind: 'unreadable', why: result.why };
  const { envelope, version } = result;
  const key = envelope.partitionkey;
  if (version > known(envelope.type)) {
    const { id, type } = envelope;
    return { incoming, key, kind: 'unreadable', why: `version ${String(version)} is not known here`, id, type };
  }
  return { incoming, key, kind: 'message', message: { ...envelope, topic, partition, offset } };
};
