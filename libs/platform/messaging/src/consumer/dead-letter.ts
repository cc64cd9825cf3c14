import type { Publication } from '../kafka/ports';
import type { ReadMessage } from './message';

/** The message as it came, with where it came from and why it was set aside. */
export const deadLetter = (read: ReadMessage, group: string, why: string): Publication => {
  const { topic, partition, offset, key, value } = read.incoming;
  return {
    topic: `${topic}.${group}.dead-letters`,
    key,
    value: value ?? Buffer.alloc(0),
    headers: {
      'origin-topic': topic,
      'origin-partition': String(partition),
      'origin-offset': offset,
      'origin-group': group,
      reason: why,
    },
  };
};
