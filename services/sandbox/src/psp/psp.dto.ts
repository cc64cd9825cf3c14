import { BoundedText, IsCurrency, IsPositiveMinor, OneOf, Optional, WholeNumber } from '@amends/platform/http';
import { PSP_BEHAVIOURS, type PspBehaviour } from './psp';

export class RefundDto {
  @BoundedText(128) readonly refundNumber!: string;
  @BoundedText(128) readonly paymentId!: string;
  @IsPositiveMinor() readonly amount!: number;
  @IsCurrency() readonly currency!: string;
}

export class BehaveDto {
  /** Absent: any payment. */
  @Optional() @BoundedText(128) readonly paymentId?: string;
  @OneOf(PSP_BEHAVIOURS) readonly behaviour!: PspBehaviour;
  @WholeNumber(1, 10_000) readonly times!: number;
}

export class PaymentQuery {
  @BoundedText(128) readonly paymentId!: string;
}
