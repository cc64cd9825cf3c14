import type { Instant, Minor } from '@amends/kernel';
import type { RerouteStage } from './transitions';

/** A lost leg that may go to the buyer's balance instead; numbered from 1 within the refund. Amount in minor units. */
export type Reroute = Readonly<{
  number: number;
  legId: string;
  tender: 'balance';
  amount: Minor;
  status: RerouteStage;
  answerBy: Instant;
  offeredAt: Instant;
}>;
