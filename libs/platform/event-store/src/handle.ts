import { isRefusal, type Aggregate, type Decider, type Message, type Refusal } from '@amends/kernel';
import type { Actor, Unit } from './store';

/** A decider that knows its streams. */
export type AggregateDecider<State, Command, Event extends Message, Code extends string> = Decider<
  State,
  Command,
  Event,
  Code
> &
  Readonly<{ aggregate: Aggregate<State, Event> }>;

/** What a command led to: the new state and version, and the events that were appended (perhaps none). */
export type Handled<State, Event> = Readonly<{ state: State; version: number; events: readonly Event[] }>;

/** Load, decide, append. A refusal appends nothing and is answered as it is. */
export const handle = async <State, Command, Event extends Message, Code extends string>(
  unit: Unit,
  decider: AggregateDecider<State, Command, Event, Code>,
  streamId: string,
  command: Command,
  by?: Actor,
): Promise<Refusal<Code> | Handled<State, Event>> => {
  const { aggregate } = decider;
  const { state, version } = await unit.load(aggregate, streamId);
  const decision = decider.decide(command, state);
  if (isRefusal(decision)) return decision;
  if (decision.length === 0) return { state, version, events: decision };
  return {
    state: unit.append(aggregate, streamId, decision, by),
    version: version + decision.length,
    events: decision,
  };
};
