import { canonicalInstant } from '@amends/platform/http';
import EasyPostClient from '@easypost/api';
import type { CarrierReport } from './carrier-reports';

type Signed = Readonly<{ signature: string; body: Buffer; secret: string }>;

/**
 * What an event of EasyPost tells of a parcel: the whole history that its tracker holds, so that an event that never
 * came is made up for by the next. `forged`: not signed with our secret, or not for this body.
 */
export const easypostReports = ({ signature, body, secret }: Signed): readonly CarrierReport[] | 'forged' => {
  const event = verified({ signature, body, secret });
  if (event === undefined) return 'forged';
  const tracker = fieldOf(event, 'result');
  if (fieldOf(tracker, 'object') !== 'Tracker') return [];
  const details = fieldOf(tracker, 'tracking_details');
  return Array.isArray(details) ? details.flatMap((detail: unknown) => reportOf(tracker, detail)) : [];
};

/** EasyPost's own check; its library reads the header by this name, and a weight without a fraction as EasyPost signs it. */
const verified = ({ signature, body, secret }: Signed): object | undefined => {
  try {
    return verifier.Utils.validateWebhook(body, { 'X-Hmac-Signature': signature }, secret);
  } catch {
    return undefined;
  }
};

/** Checks signatures only and asks nobody: it needs no key. */
const verifier = new EasyPostClient('none');

const reportOf = (tracker: unknown, detail: unknown): readonly CarrierReport[] => {
  const [trackingNumber, carrier] = [textOf(tracker, 'tracking_code'), textOf(tracker, 'carrier')];
  const [status, statusDetail] = [textOf(detail, 'status'), textOf(detail, 'status_detail')];
  const at = canonicalInstant(fieldOf(detail, 'datetime')) ?? null;
  const event = eventOf(status, statusDetail);
  if (trackingNumber === undefined || event === undefined || at === null) return [];
  const eventId = [textOf(tracker, 'id') ?? trackingNumber, at, status, statusDetail ?? ''].join('/');
  const unsaid = { pickupId: null, freight: null, weightGrams: null, courier: null };
  return [{ carrier: carrier ?? 'easypost', eventId, trackingNumber, event, at, ...unsaid }];
};

/** Statuses of a tracker (https://docs.easypost.com/docs/trackers) in our words; undefined: it tells nothing of the parcel. */
const eventOf = (status: string | undefined, detail: string | undefined): CarrierReport['event'] | undefined => {
  if (detail === 'lost') return 'lost';
  return EVENTS[status ?? ''];
};

/** `pre_transit`, `unknown`, `cancelled` and `error` speak of the label or of the tracking, not of where the parcel is. */
const EVENTS: Readonly<Record<string, CarrierReport['event']>> = {
  in_transit: 'in_transit',
  out_for_delivery: 'out_for_delivery',
  // At a counter near the merchant, who has not signed for it.
  available_for_pickup: 'out_for_delivery',
  delivered: 'signed',
  // On its way back to the buyer, or stuck: somebody has to look at it.
  return_to_sender: 'exception',
  failure: 'exception',
};

const LONGEST_TEXT = 128;

const textOf = (of: unknown, name: string): string | undefined => {
  const text = fieldOf(of, name);
  return typeof text === 'string' && text !== '' && text.length <= LONGEST_TEXT ? text : undefined;
};

const fieldOf = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
