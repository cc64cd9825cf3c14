import type { Address, EntryPoint, Slot } from '@amends/contracts';
import type { KnownCase } from '../policy/judge';
import type { OptionsContext } from '../policy/option';
import type { Label } from '../policy/reasons';

/** A request that can be sent as it is, by whom it was suggested to; a write takes an Idempotency-Key of the sender's own. */
export type ReadyRequest = Readonly<{ method: 'GET' | 'POST'; path: string; body?: object }>;

/** One likely next step of a buyer (requirements M17–M20). Texts come in both languages; the edge chooses one. */
export type Suggestion = Readonly<{ label: Label; request: ReadyRequest; because: Label }>;

/** Whether somebody has ever applied for anything: whoever has not is led by the hand (requirement M19). */
export type Experience = 'first_time' | 'experienced';

/** What is suggested beside how likely it is to be what the buyer came for: the greater, the likelier. */
export type Need = Suggestion & Readonly<{ weight: number }>;

/** One order of the buyer's, and everything its options are judged by. */
export type SuggestingCase = Readonly<{
  known: KnownCase;
  context: OptionsContext;
  /** Where and when a courier would come, if he may be told and one comes there; null otherwise. */
  pickup: Readonly<{ address: Address; slot: Slot }> | null;
}>;

/** Who asks, and from where. */
export type Asker = Readonly<{ role: string; entryPoint: EntryPoint; experience: Experience }>;

/** How likely each need is what somebody comes for. What waits for the buyer's own word stands above what he could begin. */
export const WEIGHTS = {
  offerWaits: 100,
  rejected: 95,
  neverShipped: 90,
  goodsToSend: 85,
  priceFell: 80,
  parcelOverdue: 75,
  replacementCame: 70,
  guideOfNewcomers: 65,
  ticketUnderWay: 60,
  brokenDevice: 58,
  wrongSize: 56,
  notShipped: 55,
  unwanted: 50,
  damaged: 45,
  exchange: 40,
  broken: 35,
  parcelUnderWay: 30,
  parcelCame: 25,
  guide: 10,
} as const;
