import {
  BoundedText,
  IsCurrency,
  IsInstant,
  IsMinor,
  IsPositiveMinor,
  OneOf,
  Optional,
  Says,
  WholeNumber,
} from '@amends/platform/http';
import { INSURER_DISCREPANCIES, type InsurerDiscrepancy } from './discrepancies';
import { INSURER_BEHAVIOURS, type InsurerBehaviour } from './insurer';

export class SellDto {
  @BoundedText(64) readonly policyId!: string;
  @BoundedText(64) readonly orderId!: string;
  @IsMinor() readonly premium!: number;
  @IsCurrency() readonly currency!: string;
}

export class ClaimDto {
  @BoundedText(64) readonly claimId!: string;
  @BoundedText(64) readonly policyId!: string;
  @BoundedText(64) readonly orderId!: string;
  @OneOf(['pickup', 'self_ship']) readonly method!: string;
  @Optional() @IsMinor() readonly freight!: number | null;
  @IsPositiveMinor() readonly amount!: number;
  @OneOf(['carrier', 'buyer']) readonly to!: 'carrier' | 'buyer';
}

export class InsurerBehaveDto {
  @BoundedText(64) readonly orderId!: string;
  @OneOf(INSURER_BEHAVIOURS) readonly behaviour!: InsurerBehaviour;
  @Optional() @BoundedText(64) readonly code?: string;
  @WholeNumber(1, 10_000) readonly times!: number;
}

export class OrderQuery {
  @BoundedText(64) readonly orderId!: string;
}

/** What the report is asked for: a stretch of time, or one claim. */
export class PayoutsQuery {
  @Optional() @IsInstant() readonly paidFrom?: string;
  @Optional() @IsInstant() readonly paidBefore?: string;
  @Optional() @BoundedText(64) readonly claimId?: string;
  @Optional() @BoundedText(200) readonly after?: string;
}

export class InsurerDiscrepancyDto {
  @OneOf(INSURER_DISCREPANCIES)
  @Says("What is wrong with the insurer's books.")
  readonly kind!: InsurerDiscrepancy['kind'];
  @BoundedText(64) @Says('The claim whose payout it is about; a new id with `extra`.') readonly claimId!: string;
  @Optional() @BoundedText(64) @Says('The policy that an `extra` payout is of.') readonly policyId?: string;
}
