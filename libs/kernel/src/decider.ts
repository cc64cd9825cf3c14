/** An instant in UTC, RFC 3339 with milliseconds. Messages are plain JSON, so time travels as text. */
export type Instant = string;

/** What happened or is asked for. `type` is the name on the wire, without its version. */
export type Message<Type extends string = string, Data extends object = object> = Readonly<{
  type: Type;
  data: Readonly<Data>;
}>;

/** A refusal is an answer, not a fault: it is final, it has a code, and nobody retries it. `detail` goes to the caller as it is. */
export type Refusal<Code extends string = string> = Readonly<{
  refused: Code;
  because: string;
  detail?: Readonly<Record<string, unknown>>;
}>;

export type Decision<Event, Code extends string = string> = readonly Event[] | Refusal<Code>;

export type Decider<State, Command, Event, Code extends string = string> = Readonly<{
  initialState: State;
  decide: (command: Command, state: State) => Decision<Event, Code>;
  evolve: (state: State, event: Event) => State;
}>;

/** Says no, with a code of the public contract and a sentence for people. */
export const refuse = <Code extends string>(
  refused: Code,
  because: string,
  detail?: Readonly<Record<string, unknown>>,
): Refusal<Code> => (detail === undefined ? { refused, because } : { refused, because, detail });

/** Tells a refusal from anything else a decision may be. */
export const isRefusal = (decision: unknown): decision is Refusal =>
  typeof decision === 'object' && decision !== null && 'refused' in decision;
