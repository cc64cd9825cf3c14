/** Answers many lookups of one turn of the event loop with one query. A key that is not in the answer is undefined. */
export const gathered = <Key, Value>(
  keyOf: (key: Key) => string,
  find: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
): ((key: Key) => Promise<Value | undefined>) => {
  let waiting: Map<string, Key> | undefined;
  let answer: Promise<ReadonlyMap<string, Value>> | undefined;

  const gather = (): Promise<ReadonlyMap<string, Value>> =>
    new Promise((resolve, reject) => {
      setImmediate(() => {
        const keys = [...(waiting?.values() ?? [])];
        waiting = undefined;
        answer = undefined;
        find(keys).then(resolve, reject);
      });
    });

  return async (key) => {
    waiting ??= new Map();
    waiting.set(keyOf(key), key);
    answer ??= gather();
    return (await answer).get(keyOf(key));
  };
};
