import type { AfterSaleType, DisputeParty, FreightBearer, Responsibility } from '@amends/contracts';
import { BoundedText, Flag, IsMinor, ListOfWords, OneOf, Optional, PublicIdList, Says } from '@amends/platform/http';
import { ArrayMinSize } from 'class-validator';
import { AFTER_SALE_TYPES, MOST_EVIDENCE } from './application.dto';

const PARTIES = ['buyer', 'merchant'] as const satisfies readonly DisputeParty[];
const BEARERS = ['buyer', 'merchant'] as const satisfies readonly FreightBearer[];
const RESPONSIBLE = [
  'buyer',
  'merchant',
  'both',
  'none',
  'logistics',
  'platform',
] as const satisfies readonly Responsibility[];

/** Asks the platform about a rejection. Words are sealed for the buyer before they are stored. */
export class DisputeDto {
  @BoundedText(1000)
  readonly claim!: string;

  @Optional()
  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds?: readonly string[] | null;
}

export class EvidenceRequestDto {
  @ListOfWords(PARTIES)
  @ArrayMinSize(1)
  readonly from!: readonly DisputeParty[];

  @BoundedText(1000)
  readonly question!: string;
}

export class EvidenceSubmissionDto {
  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds!: readonly string[];

  @Optional()
  @BoundedText(1000, 0)
  readonly note?: string | null;
}

export class ProposalDto {
  @IsMinor()
  @Says('Cash in minor units.', 3000)
  readonly amount!: number;

  @Optional()
  @OneOf(AFTER_SALE_TYPES)
  readonly type?: AfterSaleType | null;

  @Optional()
  @Flag()
  readonly keepGoods?: boolean | null;

  @Optional()
  @BoundedText(1000, 0)
  readonly message?: string | null;
}

export class VerdictDto {
  @OneOf(RESPONSIBLE)
  readonly responsibility!: Responsibility;

  @IsMinor()
  @Says('Cash in minor units; 0 for the merchant.', 5000)
  readonly amount!: number;

  /** As the ticket has it where nothing is said. */
  @Optional()
  @OneOf(BEARERS)
  readonly returnFreightBearer?: FreightBearer | null;

  @BoundedText(2000)
  readonly reasoning!: string;
}

export class AppealDto {
  @BoundedText(1000)
  readonly claim!: string;

  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds!: readonly string[];
}

/** What an overturned verdict does not name stays as it was judged first. */
export class FinalDto {
  @OneOf(['uphold', 'overturn'])
  readonly outcome!: 'uphold' | 'overturn';

  @Optional()
  @OneOf(RESPONSIBLE)
  readonly responsibility?: Responsibility | null;

  @Optional()
  @IsMinor()
  readonly amount?: number | null;

  @Optional()
  @OneOf(BEARERS)
  readonly returnFreightBearer?: FreightBearer | null;

  @BoundedText(2000)
  readonly reasoning!: string;
}
