import { millis, type Aggregate, type Instant, type Message } from '@amends/kernel';
import type { EventStore, StoredEvent } from '../store';

/** Which past is asked for: the one of an instant, or the one in which an object had this version. */
export type Moment = Readonly<{ at: Instant }> | Readonly<{ version: number }>;

/** A state as it was. `at`: the instant it is seen from, so that what hangs on the clock is that of then. */
export type Past<State> = Readonly<{ state: State; version: number; at: Instant }>;

/** The version of the object that is asked about, in a state of its stream; undefined while it is not there. */
export type VersionIn<State> = (state: State, streamVersion: number) => number | undefined;

/** The version of an object that is its whole stream. */
export const ofStream = (_: unknown, streamVersion: number): number => streamVersion;

/**
 * A stream as it was, folded from its events by today's code. Of several states with the version that is asked for, the
 * last: the others were never seen alone. Undefined for an instant before the object was there, and for a version it never had.
 */
export const readPast = async <State, Event extends Message>(
  store: Pick<EventStore, 'events'>,
  stream: Readonly<{ aggregate: Aggregate<State, Event>; streamId: string }>,
  moment: Moment,
  versionIn: VersionIn<State>,
): Promise<Past<State> | undefined> => {
  const pasts = pastsOf(stream.aggregate, await store.events(stream.streamId), versionIn);
  if ('version' in moment) return pasts.findLast(({ version }) => version === moment.version);
  const past = pasts.findLast(({ at }) => millis(at) <= millis(moment.at));
  return past && { ...past, at: moment.at };
};

/** Every state in which the object was there, the oldest first. */
const pastsOf = <State, Event extends Message>(
  aggregate: Aggregate<State, Event>,
  events: readonly StoredEvent[],
  versionIn: VersionIn<State>,
): readonly Past<State>[] => {
  let state = aggregate.initialState;
  return events.flatMap(({ type, data, version: streamVersion, at }) => {
    state = aggregate.evolve(state, { type, data } as Event); // an event of this aggregate
    const version = versionIn(state, streamVersion);
    return version === undefined ? [] : [{ state, version, at }];
  });
};
