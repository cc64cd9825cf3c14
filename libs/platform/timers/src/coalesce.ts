type Waiting<Value> = Readonly<{ answer: (value: Value | undefined) => void; fail: (error: unknown) => void }>;

/**
 * Makes one question about many keys out of many questions about one key that come within the same turn of the event
 * loop. A failed question fails all who asked it.
 */
export const coalesce = <Value>(
  ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  most = 500,
): ((key: string) => Promise<Value | undefined>) => {
  let waiting = new Map<string, Waiting<Value>[]>();

  const flush = async (): Promise<void> => {
    const asked = waiting;
    waiting = new Map();
    try {
      const answers = await ask([...asked.keys()]);
      for (const [key, people] of asked) for (const { answer } of people) answer(answers.get(key));
    } catch (error) {
      for (const people of asked.values()) for (const { fail } of people) fail(error);
    }
  };

  return (key) =>
    new Promise((answer, fail) => {
      if (waiting.size === 0) setImmediate(() => void flush());
      const people = waiting.get(key) ?? [];
      people.push({ answer, fail });
      waiting.set(key, people);
      if (waiting.size >= most) void flush();
    });
};
