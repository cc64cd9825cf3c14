import type { Message } from './decider';

/**
 * A process says what must be asked of others after something happened. It never does anything itself:
 * the commands are appended to the stream of the event that caused them and travel with it.
 */
export type Process<State, Event extends Message, Command extends Message> = Readonly<{
  /** Never renamed: diagrams, metrics and traces hang on it. */
  name: string;
  /** `state` is the state after the event. */
  react: (event: Event, state: State) => readonly Command[];
}>;
