/** Where Kafka is, for integration tests. */
export const kafkaBrokers = (): readonly string[] => required('KAFKA_BROKERS').split(',');

/** Where Redis is, for integration tests. */
export const redisUrl = (): string => required('REDIS_URL');

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: integration tests want a real server`);
  return value;
};

/** Waits until the question has an answer that is neither undefined nor false. @throws when it has none in time */
export const eventually = async <T>(
  ask: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<Exclude<T, undefined | false>> => {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (Date.now() > until) throw new Error('it did not happen in time');
    await new Promise((wake) => setTimeout(wake, 20));
  }
};
