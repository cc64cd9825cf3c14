import type { Envelope, Message } from '@amends/kernel';
import type { AnyAggregate, Unit } from '@amends/platform/event-store';
import type { PoolClient } from 'pg';

/** An event as it was heard. `type` is without its version: "order.paid". */
export type Received<Data extends object = object> = Envelope<Data> &
  Readonly<{ topic: string; partition: number; offset: string }>;

export type StreamRef = Readonly<{ aggregate: AnyAggregate; streamId: string }>;

/**
 * What a service does when it hears a type. It runs inside the transaction of its chunk, once per event; whatever it
 * appends through `unit` is written with it. Throws NotNow to be tried again later, by itself; what else it throws
 * sets the message aside for an operator, after some attempts.
 */
export type Reaction = {
  readonly type: string;
  /** The streams it will load: naming them lets a whole chunk be loaded with one query. */
  streams?(data: object): readonly StreamRef[];
  handle(message: Received, unit: Unit): Promise<void>;
};

/** A read model that is written in the same transaction: many messages at once, in the order they were heard. */
export type Projection = {
  readonly types: 'all' | readonly string[];
  apply(messages: readonly Received[], client: PoolClient): Promise<void>;
};

/** What a service listens to. `group` is never renamed: offsets and inbox hang on it. */
export type Subscription = Readonly<{
  group: string;
  topics: readonly string[];
  reactions: readonly Reaction[];
  projections?: readonly Projection[];
}>;

/** Ties a reaction to the type of its event: `reaction<OrderPaid>({ type: 'order.paid', … })`. */
export const reaction = <Event extends Message>(
  parts: Readonly<{
    type: Event['type'];
    streams?: (data: Event['data']) => readonly StreamRef[];
    handle: (message: Received<Event['data']>, unit: Unit) => Promise<void>;
  }>,
): Reaction => {
  // The catalogue promises that data of this type has this form.
  const { type, streams, handle } = parts as Reaction;
  return streams === undefined ? { type, handle } : { type, streams, handle };
};

/** What is needed has not been heard yet. The message, and all later ones of its key, wait and are tried again. */
export class NotNow extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotNow';
  }
}
