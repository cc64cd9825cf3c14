import { isMinor, type Instant } from '@amends/kernel';
import {
  BoundedText,
  canonicalId,
  canonicalInstant,
  checkForm,
  IsInstant,
  IsMinor,
  malformed,
  Nested,
  Optional,
  Says,
  WholeNumber,
  type FieldError,
} from '@amends/platform/http';
import type { CarrierReport } from '../application/carrier-reports';

const LONGEST_TEXT = 128;
const HEAVIEST_GRAMS = 1_000_000_000;

class CourierDto {
  @BoundedText(LONGEST_TEXT) @Says('Sealed for the buyer before it is stored.') readonly name!: string;
  @BoundedText(LONGEST_TEXT) @Says('Masked, and sealed for the buyer before it is stored.') readonly phone!: string;
}

/** What a report looks like; it names the parcel by one of two numbers, and fields of the carrier's own are left alone. */
export class CarrierReportDto {
  @BoundedText(LONGEST_TEXT) @Says('The same report again has the same id.') readonly eventId!: string;
  @BoundedText(LONGEST_TEXT) @Says('What happened; unknown ones change nothing.', 'picked_up') readonly event!: string;
  @Optional() @BoundedText(LONGEST_TEXT) @Says('A pickup of ours.', 'pku_…') readonly pickupId?: string;
  @Optional() @BoundedText(LONGEST_TEXT) readonly trackingNumber?: string;
  @Optional() @IsInstant() @Says('When it happened; now when absent.') readonly at?: string;
  @Optional() @IsMinor() @Says('What the parcel costs, in minor units.') readonly freight?: number;
  @Optional() @WholeNumber(0, HEAVIEST_GRAMS) readonly weightGrams?: number;
  @Optional() @Nested(() => CourierDto) readonly courier?: CourierDto;
}

/**
 * Reads a carrier's report. Fields of its own are left alone, for carriers add some; what must be there is checked.
 * @throws Problem `malformed` naming every field that cannot be read
 */
export const carrierReport = (carrier: string, body: unknown): CarrierReport => {
  checkForm(body);
  const said = isObject(body) ? body : {};
  const flaws: FieldError[] = [];
  const wrong = (pointer: string, detail: string): null => {
    flaws.push({ pointer, code: 'malformed', detail });
    return null;
  };
  const text = (name: string): string | null =>
    said[name] == null ? null : isText(said[name]) ? said[name] : wrong(`/${name}`, 'Must be a text.');
  const number = (name: string, most: number): number | null => {
    const value = said[name];
    if (value == null) return null;
    return isMinor(value) && value <= most ? value : wrong(`/${name}`, 'Must be a whole number.');
  };

  const [eventId, event, pickupId, trackingNumber] = [
    text('eventId') ?? wrong('/eventId', 'Must be there.'),
    text('event') ?? wrong('/event', 'Must be there.'),
    text('pickupId'),
    text('trackingNumber'),
  ];
  if (pickupId === null && trackingNumber === null) wrong('/trackingNumber', 'Must name the parcel.');
  const at = instantIn(said.at, wrong);
  const report = {
    carrier,
    pickupId: pickupId === null ? null : (canonicalId('pku', pickupId) ?? pickupId),
    trackingNumber: trackingNumber?.trim() ?? null,
    at,
    freight: number('freight', Number.MAX_SAFE_INTEGER),
    weightGrams: number('weightGrams', HEAVIEST_GRAMS),
    courier: courierIn(said.courier),
  };
  if (flaws.length > 0 || eventId === null || event === null) return malformed(...flaws);
  return { ...report, eventId, event };
};

const instantIn = (value: unknown, wrong: (pointer: string, detail: string) => null): Instant | null =>
  value == null ? null : (canonicalInstant(value) ?? wrong('/at', 'Must be an instant.'));

/** A courier whose name or number cannot be read is not shown; the report counts all the same. */
const courierIn = (value: unknown): CarrierReport['courier'] => {
  if (!isObject(value)) return null;
  const { name, phone } = value;
  return isText(name) && isText(phone) ? { name, phone } : null;
};

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim().length > 0 && value.length <= LONGEST_TEXT;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
