import {
  BoundedText,
  IsCurrency,
  IsInstant,
  IsPositiveMinor,
  OneOf,
  Optional,
  Says,
  WholeNumber,
} from '@amends/platform/http';
import { DISCREPANCIES, type DiscrepancyKind } from './discrepancies';
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

/** What the report is asked for: a stretch of time, or one refund. */
export class ReportQuery {
  @Optional() @IsInstant() readonly changedFrom?: string;
  @Optional() @IsInstant() readonly changedBefore?: string;
  @Optional() @BoundedText(128) readonly refundNumber?: string;
  @Optional() @BoundedText(200) readonly after?: string;
}

export class DiscrepancyDto {
  @OneOf(DISCREPANCIES) @Says("What is wrong with the provider's books.") readonly kind!: DiscrepancyKind;
  @BoundedText(128) @Says('The refund number that it is about; a new one with `extra`.') readonly refundNumber!: string;
  @Optional() @BoundedText(128) @Says('The payment that an `extra` refund is of.') readonly paymentId?: string;
  @Optional()
  @IsPositiveMinor()
  @Says('The amount that `extra` and `other_amount` are booked with, in minor units.')
  readonly amount?: number;
}
