import type { Instant } from '@amends/kernel';
import type { SettlementStage } from './transitions';

/** A lost leg that was paid by hand, as somebody says; numbered from 1 within the refund. `reference`: of the transfer. */
export type ManualSettlement = Readonly<{
  number: number;
  legId: string;
  reference: string;
  reason: string;
  status: SettlementStage;
  proposedBy: string;
  proposedAt: Instant;
  decidedBy: string | null;
  decidedAt: Instant | null;
}>;
