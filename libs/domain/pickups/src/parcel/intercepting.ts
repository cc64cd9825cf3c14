import type { ParcelFacts } from '@amends/contracts';
import { interceptLife } from '../intercept/transitions';
import { factsOf, type AskIntercept } from './commands';
import type { StoredParcelEvent } from './events';
import type { Intercept, ParcelState, Scan } from './parcel';
import { inOrder } from './scan-order';
import { telling, type Telling } from './telling';

/** A ticket, or the sender himself, wants the parcel stopped that is on its way out. What the carrier has said of it already counts at once. */
export const askIntercept = ({ data }: AskIntercept, state: ParcelState): readonly StoredParcelEvent[] => {
  const { afterSaleId, carrier, trackingNumber, at } = data;
  if (state.intercepts.some((known) => known.afterSaleId === afterSaleId)) return [];
  const story = telling(state, at);
  story.tell({
    type: 'parcel.intercept_noted',
    data: { ...factsOf(data, at), afterSaleId, carrier, trackingNumber },
  });
  for (const scan of inOrder(state.held)) hearFor(story, scan, afterSaleId);
  return story.events();
};

/** Tells every ticket that waits for it whether the parcel was stopped, and when it is back (rulings.md 3.7). */
export const hearOnTheWayOut = (story: Telling, scan: Scan): void => {
  for (const { afterSaleId } of story.now().intercepts) hearFor(story, scan, afterSaleId);
};

const hearFor = (story: Telling, { event, at }: Scan, afterSaleId: string | null): void => {
  const { tell, now, at: occurredAt } = story;
  const wish = now().intercepts.find((each) => each.afterSaleId === afterSaleId);
  if (wish === undefined) return;
  if (event !== 'intercepted' && event !== 'intercept_failed' && event !== 'signed') return;
  if (!interceptLife.permits(wish.stage, event, 'carrier')) return;
  const { carrier, trackingNumber } = wish;
  const data = { ...factsOf(wish, occurredAt), afterSaleId, carrier, trackingNumber };
  switch (event) {
    case 'intercepted':
      tell({ type: 'parcel.intercepted', data });
      // Said among the parcel's own events too, so that nobody hears of its return before he hears that it was stopped.
      if (afterSaleId !== null)
        tell({
          type: 'return.tracking_updated',
          data: { ...forwardFacts(wish, afterSaleId, 'returned_to_sender', occurredAt), event, at, first: false },
        });
      return;
    case 'intercept_failed': {
      tell({ type: 'parcel.intercept_failed', data: { ...data, because: 'carrier' } });
      return;
    }
    case 'signed':
      if (wish.stage === 'asked') {
        tell({ type: 'parcel.intercept_failed', data: { ...data, because: 'signed' } });
        return;
      }
      if (afterSaleId !== null)
        tell({
          type: 'return.signed',
          data: { ...forwardFacts(wish, afterSaleId, 'signed', occurredAt), at, first: false },
        });
      return;
  }
};

const forwardFacts = (
  wish: Intercept,
  afterSaleId: string,
  status: 'returned_to_sender' | 'signed',
  occurredAt: string,
): ParcelFacts => ({
  ...factsOf(wish, occurredAt),
  afterSaleId,
  pickupId: null,
  method: 'forward_parcel',
  carrier: wish.carrier,
  trackingNumber: wish.trackingNumber,
  status,
});
