import type { Incoming } from '../../libs/platform/messaging/src/kafka/ports';

/** Topics in memory: what has one key keeps its order, between keys and topics there is none. Nothing is ever lost. */
export class Bus {
  private readonly topics = new Map<string, Map<string, Incoming[]>>();
  private count = 0;

  publish({ topic, key, value }: Readonly<{ topic: string; key: string; value: string }>): void {
    const lanes = this.topics.get(topic) ?? new Map<string, Incoming[]>();
    this.topics.set(topic, lanes);
    const lane = `${topic} ${key}`;
    const messages = lanes.get(lane) ?? [];
    lanes.set(lane, messages);
    messages.push({ topic, partition: 0, offset: String(this.count++), key, value: Buffer.from(value) });
  }

  /** All lanes of these topics, each with its messages in their order. */
  of(topics: readonly string[]): readonly (readonly [string, readonly Incoming[]])[] {
    return topics.flatMap((topic) => [...(this.topics.get(topic) ?? [])]);
  }
}
