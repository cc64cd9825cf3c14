import { NameTaken, type Unit } from '@amends/platform/event-store';

/** The unique name of a number on a parcel, outward or back; numbers are the same in any case of letters. */
const waybillName = (trackingNumber: string): string => `waybill:${trackingNumber.toUpperCase()}`;

/** Whether a number was seen before, on any parcel (rulings.md 4.2). */
export const isWaybillInUse = async (unit: Unit, trackingNumber: string): Promise<boolean> =>
  (await unit.lookup(waybillName(trackingNumber))) !== undefined;

/** Takes a number that nobody has. Taken meanwhile by another: NameTaken when the unit is written. */
export const takeWaybill = (unit: Unit, trackingNumber: string, owner: string): void =>
  unit.claim(waybillName(trackingNumber), owner);

/** Notes a number that a carrier or merchant used; one that is known already stays whose it is. */
export const noteWaybill = async (unit: Unit, trackingNumber: string, owner: string): Promise<void> => {
  if (trackingNumber !== '' && !(await isWaybillInUse(unit, trackingNumber))) takeWaybill(unit, trackingNumber, owner);
};

/** Runs work again, once, when another took its number at the same moment: then it sees the number as taken. */
export const againIfTaken = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof NameTaken)) throw fault;
    return work();
  }
};
