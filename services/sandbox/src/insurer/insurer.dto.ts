import { BoundedText, IsCurrency, IsMinor, IsPositiveMinor, OneOf, Optional, WholeNumber } from '@amends/platform/http';
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
