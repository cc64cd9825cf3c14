import { millis, type Aggregate, type Decider, type Instant, type Message } from '@amends/kernel';

/** What a merchant has of one SKU as he counted it last, and who waits for units of it. */
export type Stock = Readonly<{
  /** Units on the shelf, set aside or not; null: not tracked. */
  onHand: number | null;
  /** Counts that were announced for later, the earliest first. */
  upcoming: readonly Count[];
  /** Units that open exchanges have set aside (rulings.md 4.5). */
  reserved: readonly Readonly<{ afterSaleId: string; units: number }>[];
}>;

type Count = Readonly<{ available: number | null; from: Instant }>;

export type StockCommand =
  /** The merchant announces how many there are, or, with null, that nobody counts them. */
  | Message<'Count', { available: number | null; from: Instant; at: Instant }>
  /** The ticket wants just so many from now on; with 0 it lets all go. */
  | Message<'Reserve', { afterSaleId: string; units: number; at: Instant }>
  /** The units have become the buyer's. */
  | Message<'UseUp', { afterSaleId: string; units: number; at: Instant }>
  /** Units that came back are for sale again; where nobody counts them nothing changes. */
  | Message<'Restock', { afterSaleId: string; units: number; at: Instant }>;

export type StockEvent =
  | Message<'stock.counted', { available: number | null; from: Instant; at: Instant }>
  | Message<'stock.reserved', { afterSaleId: string; units: number; at: Instant }>
  | Message<'stock.used_up', { afterSaleId: string; units: number; at: Instant }>
  | Message<'stock.restocked', { afterSaleId: string; units: number; at: Instant }>;

/** Nobody has counted, and nobody waits. */
export const UNCOUNTED: Stock = { onHand: null, upcoming: [], reserved: [] };

/** More announcements for later are not kept. */
const MAX_UPCOMING = 50;

/** Units that nobody has set aside at an instant, `except` by this ticket; null where they are not tracked. */
export const freeUnits = (stock: Stock, at: Instant, except?: string): number | null => {
  const { onHand, reserved } = countedAt(stock, at);
  if (onHand === null) return null;
  const others = reserved.filter(({ afterSaleId }) => afterSaleId !== except);
  return Math.max(0, onHand - others.reduce((sum, { units }) => sum + units, 0));
};

/** What follows from a command. Whether there is enough was judged before; what was promised since is kept. */
const decide = ({ type, data }: StockCommand, stock: Stock): readonly StockEvent[] => {
  switch (type) {
    case 'Count':
      return [{ type: 'stock.counted', data }];
    case 'Reserve':
      return reservedFor(stock.reserved, data.afterSaleId) === data.units ? [] : [{ type: 'stock.reserved', data }];
    case 'UseUp':
      return [{ type: 'stock.used_up', data }];
    case 'Restock':
      return countedAt(stock, data.at).onHand === null ? [] : [{ type: 'stock.restocked', data }];
  }
};

const reservedFor = (reserved: Stock['reserved'], wanted: string): number =>
  reserved.find(({ afterSaleId }) => afterSaleId === wanted)?.units ?? 0;

const evolve = (before: Stock, { type, data }: StockEvent): Stock => {
  const stock = countedAt(before, data.at);
  switch (type) {
    case 'stock.counted': {
      const { available, from } = data;
      const upcoming = [...stock.upcoming, { available, from }].sort((a, b) => millis(a.from) - millis(b.from));
      return countedAt({ ...stock, upcoming: upcoming.slice(-MAX_UPCOMING) }, data.at);
    }
    case 'stock.reserved':
      return { ...stock, reserved: withReserved(stock.reserved, data) };
    case 'stock.used_up': {
      const onHand = stock.onHand === null ? null : Math.max(0, stock.onHand - data.units);
      return { ...stock, onHand, reserved: withReserved(stock.reserved, { ...data, units: 0 }) };
    }
    case 'stock.restocked':
      return { ...stock, onHand: stock.onHand === null ? null : stock.onHand + data.units };
  }
};

/** Counts that have come into force by an instant: the latest of them is what there is. */
const countedAt = (stock: Stock, at: Instant): Stock => {
  const due = stock.upcoming.filter(({ from }) => millis(from) <= millis(at)).at(-1);
  if (due === undefined) return stock;
  return {
    ...stock,
    onHand: due.available,
    upcoming: stock.upcoming.filter(({ from }) => millis(from) > millis(at)),
  };
};

const withReserved = (
  reserved: Stock['reserved'],
  { afterSaleId, units }: Readonly<{ afterSaleId: string; units: number }>,
): Stock['reserved'] => {
  const others = reserved.filter((each) => each.afterSaleId !== afterSaleId);
  return units > 0 ? [...others, { afterSaleId, units }] : others;
};

/** One stream per merchant and SKU. */
export const stockAggregate: Aggregate<Stock, StockEvent> = {
  category: 'stock',
  revision: 1,
  initialState: UNCOUNTED,
  evolve,
};

/** Loads with the aggregate and decides: what an edge hands to the event store. Never refuses. */
export const stockDecider: Decider<Stock, StockCommand, StockEvent, never> &
  Readonly<{ aggregate: Aggregate<Stock, StockEvent> }> = {
  initialState: UNCOUNTED,
  decide,
  evolve,
  aggregate: stockAggregate,
};
