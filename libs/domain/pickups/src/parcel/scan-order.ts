import { millis } from '@amends/kernel';
import type { Scan, ScanEvent } from './parcel';

/** How far a report says that the parcel has come. */
const RANK: Readonly<Record<ScanEvent, number>> = {
  courier_assigned: 0,
  pickup_failed: 1,
  picked_up: 2,
  in_transit: 3,
  out_for_delivery: 4,
  exception: 5,
  scan_revoked: 5,
  intercept_failed: 5,
  intercepted: 5,
  lost: 6,
  signed: 7,
};

/** By the carrier's time; in the same moment, as a parcel moves. */
export const inOrder = (scans: readonly Scan[]): readonly Scan[] =>
  [...scans].sort((a, b) => millis(a.at) - millis(b.at) || RANK[a.event] - RANK[b.event]);
