import type { ParcelFacts } from '@amends/contracts';
import { earlier, millis, type Minor } from '@amends/kernel';
import type { HearScan } from './commands';
import type { StoredParcelEvent } from './events';
import { hearOnTheWayOut } from './intercepting';
import type { Journey, ParcelState, Scan, ScanEvent } from './parcel';
import { inOrder } from './scan-order';
import { parcelFacts, telling, type Telling } from './telling';
import { isCollected, parcelLife, type ParcelStage, type ScanOfReturn } from './transitions';

/** What a carrier is owed for a parcel whose scan does not say, in minor units (rulings.md 6.5). */
const USUAL_FREIGHT: Minor = 1200;

/** Every third failure of a ticket's couriers is the last for its pickup (rulings.md 4.1). */
const FAILURES_TO_GIVE_UP = 3;

/** Scans that wait for what they need, of one number. */
const MOST_HELD = 32;

/**
 * Takes in a carrier's report, in any order and number: one that was heard before, is older than what is known, or is
 * not allowed by the parcel's stage changes nothing (rulings.md 6.6).
 */
export const hearScan = ({ data }: HearScan, state: ParcelState): readonly StoredParcelEvent[] => {
  const { failuresBefore, at } = data;
  const scan = { ...data.scan, at: earlier(data.scan.at, at) };
  if (state.seen.includes(scan.eventId) || state.pickupId !== null) return [];
  const story = telling(state, at);
  switch (worthOf(scan, state.journey)) {
    case 'nothing':
      return [];
    case 'later':
      if (state.held.length >= MOST_HELD) return [];
      note(story, scan, true);
      hearOnTheWayOut(story, scan);
      return story.events();
    case 'news':
      take(story, scan, failuresBefore);
      takeHeld(story, failuresBefore);
      return story.events();
  }
};

/** Takes those scans that came too early, and are news now: in the order of the carrier's time. */
export const takeHeld = (story: Telling, failuresBefore: number): void => {
  for (const scan of inOrder(story.now().held))
    if (worthOf(scan, story.now().journey) === 'news') take(story, scan, failuresBefore);
};

/** Whether a report tells something now, tells nothing, or waits for what it needs. */
const worthOf = (scan: Scan, journey: Journey | null): 'news' | 'later' | 'nothing' => {
  if (journey === null) return 'later';
  if (journey.stage === 'requested') return 'later';
  if (journey.stage === 'pickup_booked' && scan.event === 'pickup_failed') return 'later';
  if (correctsFreight(scan, journey)) return 'news';
  const event = returnEvent(scan.event);
  if (event === undefined || !parcelLife.permits(stageFor(event, journey.stage), event, 'carrier')) return 'nothing';
  return isTimely(event, scan, journey) ? 'news' : 'nothing';
};

/**
 * By rank and the carrier's time: a movement further on is news whenever it is told; anything else only if nothing
 * later was reported.
 */
const isTimely = (event: ScanOfReturn, { at }: Scan, { stage, scannedAt }: Journey): boolean => {
  if (scannedAt === null) return true;
  const since = millis(at) - millis(scannedAt);
  if (event === stage) return since > 0;
  return (isMovement(event) && stage !== 'exception') || since >= 0;
};

const take = (story: Telling, scan: Scan, failuresBefore: number): void => {
  note(story, scan, false);
  const { journey } = story.now();
  const event = returnEvent(scan.event);
  if (journey !== null && event !== undefined) tellOf(story, event, scan, journey, failuresBefore);
};

const tellOf = (story: Telling, event: ScanOfReturn, scan: Scan, journey: Journey, failuresBefore: number): void => {
  const { tell, at: now } = story;
  const facts = (stage: ParcelStage): ParcelFacts => parcelFacts(journey, stage, now);
  switch (event) {
    case 'courier_assigned': {
      tell({ type: 'return.courier_assigned', data: { ...facts('courier_assigned'), courier: scan.courier } });
      return;
    }
    case 'pickup_failed': {
      const failures = failuresBefore + 1;
      const final = failures % FAILURES_TO_GIVE_UP === 0;
      const stage = final ? 'given_up' : 'pickup_failed';
      tell({ type: 'return.pickup_failed', data: { ...facts(stage), because: 'carrier', failures, final } });
      return;
    }
    case 'picked_up':
    case 'in_transit':
    case 'out_for_delivery':
    case 'signed': {
      tellMovement(story, event, scan, journey);
      return;
    }
    case 'exception': {
      tell({ type: 'return.stalled', data: { ...facts('exception'), because: 'carrier' } });
      return;
    }
    case 'lost': {
      tell({ type: 'return.lost', data: { ...facts('lost'), because: 'carrier' } });
      return;
    }
    case 'scan_revoked': {
      // Whether it matters depends on what was advanced for it, which nobody here knows: the parcel stays where it was.
      tell({ type: 'return.scan_revoked', data: { ...facts(journey.stage), at: scan.at } });
      return;
    }
  }
};

type Movement = 'picked_up' | 'in_transit' | 'out_for_delivery' | 'signed';

const tellMovement = (story: Telling, event: Movement, scan: Scan, journey: Journey): void => {
  tellCollected(story, event, scan, journey);
  const { tell, at: now } = story;
  const { at } = scan;
  const first = journey.method === 'self_ship' && !journey.moving;
  if (event === 'signed') tell({ type: 'return.signed', data: { ...parcelFacts(journey, 'signed', now), at, first } });
  else if (event !== 'picked_up' || journey.method === 'self_ship')
    tell({ type: 'return.tracking_updated', data: { ...parcelFacts(journey, event, now), event, at, first } });
};

/** The carrier's first movement of a parcel that it was to collect, or take in at a shop, counts as that (rulings.md 6.6). */
const tellCollected = ({ tell, at: now }: Telling, event: Movement, scan: Scan, journey: Journey): void => {
  const { at, freight, weightGrams } = scan;
  switch (journey.method) {
    case 'pickup': {
      const collected = isCollected(journey.stage);
      if (collected && event !== 'picked_up') return;
      const facts = parcelFacts(journey, collected ? journey.stage : 'picked_up', now);
      tell({
        type: 'return.picked_up',
        data: { ...facts, at, freight: freight ?? journey.freight ?? USUAL_FREIGHT, weightGrams },
      });
      return;
    }
    case 'drop_off':
      if (isCollected(journey.stage)) return;
      {
        tell({
          type: 'return.dropped_off',
          data: { ...parcelFacts(journey, 'picked_up', now), at, pointId: journey.pointId },
        });
        return;
      }
    case 'self_ship':
      return;
  }
};

/** The pickup's own report comes after a later one, and names what was only assumed till then. */
const correctsFreight = (
  { event, freight }: Scan,
  { method, stage, pickupScanned, freight: assumed }: Journey,
): boolean =>
  event === 'picked_up' &&
  method === 'pickup' &&
  isCollected(stage) &&
  !pickupScanned &&
  freight !== null &&
  freight !== assumed;

/** Where a parcel stands that moves: in the carrier's hands, even if nobody has said how it came there. */
const stageFor = (event: ScanOfReturn, stage: ParcelStage): ParcelStage =>
  isMovement(event) && event !== 'picked_up' && parcelLife.permits(stage, 'picked_up', 'carrier') && stage !== 'shipped'
    ? 'picked_up'
    : stage;

const isMovement = (event: ScanOfReturn): event is Movement =>
  event === 'picked_up' || event === 'in_transit' || event === 'out_for_delivery' || event === 'signed';

/** What the report means for a parcel on its way back; undefined: it is about one on its way out. */
const returnEvent = (event: ScanEvent): ScanOfReturn | undefined =>
  event === 'intercepted' || event === 'intercept_failed' ? undefined : event;

const note = ({ tell, now, at: occurredAt }: Telling, scan: Scan, held: boolean): void => {
  const { journey } = now();
  const order =
    journey === null ? {} : { orderId: journey.orderId, merchantId: journey.merchantId, buyerId: journey.buyerId };
  tell({ type: 'parcel.scanned', data: { ...order, occurredAt, scan, held } });
};
