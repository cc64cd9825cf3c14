/** A message to publish. */
export type Publication = Readonly<{
  topic: string;
  key: string;
  value: string | Buffer;
  headers?: Readonly<Record<string, string>>;
}>;

/** Publishes in order. When it fails, some of the messages may have been published. */
export type EventPublisher = {
  /** Resolves when every message is acknowledged by all replicas that must have it. */
  publish(messages: readonly Publication[]): Promise<void>;
  close(): Promise<void>;
};

/** A message as it came. */
export type Incoming = Readonly<{
  topic: string;
  partition: number;
  offset: string;
  key: string;
  value: Buffer | null;
}>;

/** Messages of one partition, in order, and how far it is behind after them. */
export type IncomingBatch = Readonly<{ topic: string; partition: number; messages: readonly Incoming[]; lag: number }>;

export type EventSubscriber = {
  /**
   * Delivers at least once, in order per partition; several partitions at a time. A batch whose handler rejects is
   * delivered again. Runs until it is closed, whatever happens to Kafka.
   */
  run(group: string, topics: readonly string[], handle: (batch: IncomingBatch) => Promise<void>): void;
  close(): Promise<void>;
};
