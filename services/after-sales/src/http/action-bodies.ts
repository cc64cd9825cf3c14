import type { Modification } from '@amends/domain/after-sales';
import type { ModifyDto, RejectDto } from './action.dto';
import { checkEachOnce, flaw } from './application.dto';

/** What is to change: fields that are absent or null stay as they are. @throws Problem `malformed` when nothing is named */
export const changeOf = (body: ModifyDto): Modification => {
  const { type, reason, lines, requestedAmount, evidenceIds, targetSku, serialNumber } = body;
  checkEachOnce(lines ?? []);
  const named = Object.entries({ type, reason, lines, requestedAmount, evidenceIds, targetSku, serialNumber }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return named.length === 0 ? flaw('', 'Must name at least one field to change.') : Object.fromEntries(named);
};

/** The parcel that has already left; carrier and number belong together. */
export const shipmentOf = ({
  carrier,
  trackingNumber,
}: RejectDto): { carrier: string; trackingNumber: string } | null => {
  if (carrier && trackingNumber) return { carrier, trackingNumber };
  if (carrier) return flaw('/trackingNumber', 'Belongs to the carrier.');
  return trackingNumber ? flaw('/carrier', 'Belongs to the tracking number.') : null;
};
