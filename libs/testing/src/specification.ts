import { isRefusal, type Aggregate, type Decider, type Message, type Refusal } from '@amends/kernel';
import { expect } from '@jest/globals';

/** What a decision led to, to be compared. */
export type Then<State, Event, Code extends string> = Readonly<{
  /** Exactly these events, in this order. */
  then: (...events: readonly Event[]) => void;
  /** Nothing happens: the command is accepted and changes nothing. */
  thenNothing: () => void;
  /** The refusal, with this code; nothing is written. Answers it, for a look at its detail. */
  thenRefused: (code: Code) => Refusal<Code>;
  /** What was decided, for other looks. */
  decision: readonly Event[] | Refusal<Code>;
  /** The state after the events. */
  state: State;
}>;

export type When<State, Command, Event, Code extends string> = Readonly<{
  when: (command: Command) => Then<State, Event, Code>;
  /** The state so far. */
  state: State;
}>;

export type Specification<State, Command, Event, Code extends string> = Readonly<{
  /** The past, as events. */
  given: (...events: readonly Event[]) => When<State, Command, Event, Code>;
  /** The past, as commands that were accepted. */
  after: (...commands: readonly Command[]) => When<State, Command, Event, Code>;
}>;

type Decides<State, Command, Event extends Message, Code extends string> = Pick<
  Decider<State, Command, Event, Code>,
  'decide'
> &
  (Readonly<{ aggregate: Aggregate<State, Event> }> | Pick<Aggregate<State, Event>, 'initialState' | 'evolve'>);

/** Given, when, then for a decider: no store, no clock, no mocks. */
export const specification = <State, Command, Event extends Message, Code extends string>(
  decider: Decides<State, Command, Event, Code>,
): Specification<State, Command, Event, Code> => {
  const { initialState, evolve } = 'aggregate' in decider ? decider.aggregate : decider;
  const fold = (state: State, events: readonly Event[]) => events.reduce(evolve, state);

  const from = (state: State): When<State, Command, Event, Code> => ({
    state,
    when: (command) => {
      const decision = decider.decide(command, state);
      return {
        decision,
        state: isRefusal(decision) ? state : fold(state, decision),
        then: (...events) => expect(decision).toEqual(events),
        thenNothing: () => expect(decision).toEqual([]),
        thenRefused: (code) => {
          expect(decision).toMatchObject({ refused: code });
          return decision as Refusal<Code>;
        },
      };
    },
  });

  return {
    given: (...events) => from(fold(initialState, events)),
    after: (...commands) =>
      from(
        commands.reduce((state, command) => {
          const decision = decider.decide(command, state);
          if (isRefusal(decision)) throw new Error(`the past was refused: ${decision.refused}, ${decision.because}`);
          return fold(state, decision);
        }, initialState),
      ),
  };
};
