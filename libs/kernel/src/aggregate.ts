import type { Instant, Message } from './decider';

/** An instant a stream waits for. `token` grows with every new start, so that a late wake-up of an old one is harmless. */
export type LiveDeadline = Readonly<{
  /** Unique within the stream, e.g. "aft_…/merchant_review". */
  name: string;
  kind: string;
  token: number;
  dueAt: Instant;
}>;

/** The row of an object in lists: the columns that lists filter and sort by. The body comes from the stream's state. */
export type Listing = Readonly<{
  /** The kind of object, e.g. "after_sale"; with `id` the key of the row. */
  kind: string;
  id: string;
  orderId?: string;
  afterSaleId?: string;
  buyerId?: string;
  merchantId?: string;
  status?: string;
  type?: string;
  /** Another exact name it is found under (tracking number, order number of a merchant). */
  reference?: string;
  flagged?: boolean;
  createdAt: Instant;
  updatedAt: Instant;
}>;

/** One kind of stream: how its past is folded, how it is listed, and what it waits for. Pure. */
export type Aggregate<State, Event extends Message> = Readonly<{
  /** Never renamed: stream ids and stored events hang on it. */
  category: string;
  /** Grows whenever states folded by older code must be folded again, or its streams listed again: also when only `listings` says more. */
  revision: number;
  initialState: State;
  evolve: (state: State, event: Event) => State;
  listings?: (state: State) => readonly Listing[];
  deadlines?: (state: State) => readonly LiveDeadline[];
}>;
