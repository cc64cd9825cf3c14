/** An answer as it went out, byte for byte. */
export type StoredAnswer = Readonly<{ status: number; body: string; headers: Readonly<Record<string, string>> }>;

/** What makes a request the same request, and how its result is answered. */
export type Idempotency<T> = Readonly<{
  /** A uuid made of the caller and the key. */
  commandId: string;
  /** A hash of path and body. */
  bodyHash: Buffer;
  /** The answer to keep; undefined keeps nothing, so that a repetition runs again. */
  answer: (result: T) => StoredAnswer | undefined;
}>;

/** A result, with the answer that was kept; or the answer of the first request with the same key. */
export type Executed<T> =
  | Readonly<{ kind: 'done'; result: T; answer: StoredAnswer | undefined }>
  | Readonly<{ kind: 'replayed'; answer: StoredAnswer }>;
