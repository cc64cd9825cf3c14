import {
  DISPOSITIONS,
  type AfterSaleType,
  type DisputeDeadlineKind,
  type Disposition,
  type FreightBearer,
  type RepairOutcome,
} from '@amends/contracts';
import {
  onDisputeExpiry,
  onExpiry,
  reasons,
  rejections,
  type DeadlineKind,
  type ReasonCode,
} from '@amends/domain/after-sales';
import {
  BoundedText,
  Flag,
  IsInstant,
  IsLineNumber,
  IsPositiveMinor,
  ListOf,
  Nested,
  OneOf,
  Optional,
  PublicIdList,
  WholeNumber,
} from '@amends/platform/http';
import { AddressDto, AFTER_SALE_TYPES, LineQuantityDto, MOST_EVIDENCE, SlotDto } from './application.dto';

const codesFor = (action: 'reject' | 'reject_receipt'): readonly string[] =>
  rejections.filter((each) => each.action === action).map(({ code }) => code);
/** Of tickets, and of the dispute of one that the platform has. */
const DEADLINE_KINDS = [...new Set([...Object.keys(onExpiry), ...Object.keys(onDisputeExpiry)])];

/** A body that says nothing. */
export class NothingDto {}

/** The goods stay where they are, and somebody comes. */
export class AppointmentDto {
  @Nested(() => SlotDto)
  readonly appointment!: SlotDto;
}

export class ApproveDto {
  @Optional()
  @Nested(() => AddressDto)
  readonly returnAddress?: AddressDto | null;

  @Optional()
  @OneOf(['buyer', 'merchant'])
  readonly returnFreightBearer?: FreightBearer | null;

  /** The merchant comes to repair it. */
  @Optional()
  @Nested(() => AppointmentDto)
  readonly onSite?: AppointmentDto | null;

  @Optional()
  @BoundedText(500, 0)
  readonly comment?: string | null;
}

/** `explanation` is demanded by the business (`422 explanation_required`), not by form. */
class RefusalDto {
  @Optional()
  @BoundedText(1000, 0)
  readonly explanation?: string | null;

  @Optional()
  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds?: readonly string[] | null;
}

export class RejectDto extends RefusalDto {
  @OneOf(codesFor('reject'))
  readonly reasonCode!: string;

  /** With `already_shipped`: the parcel that has left. */
  @Optional()
  @BoundedText(32)
  readonly carrier?: string | null;

  @Optional()
  @BoundedText(64)
  readonly trackingNumber?: string | null;
}

export class RejectReceiptDto extends RefusalDto {
  @OneOf(codesFor('reject_receipt'))
  readonly reasonCode!: string;
}

export class CancelDto {
  @Optional()
  @BoundedText(500, 0)
  readonly comment?: string | null;
}

export class ModifyDto {
  @Optional()
  @OneOf(AFTER_SALE_TYPES.filter((type) => type !== 'compensation'))
  readonly type?: AfterSaleType | null;

  @Optional()
  @OneOf(reasons.map(({ code }) => code))
  readonly reason?: ReasonCode | null;

  @Optional()
  @ListOf(() => LineQuantityDto, 100)
  readonly lines?: readonly LineQuantityDto[] | null;

  @Optional()
  @IsPositiveMinor()
  readonly requestedAmount?: number | null;

  @Optional()
  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds?: readonly string[] | null;

  @Optional()
  @BoundedText(64)
  readonly targetSku?: string | null;

  /** Of goods to be repaired. */
  @Optional()
  @BoundedText(64)
  readonly serialNumber?: string | null;
}

export class PickupDto {
  @Nested(() => AddressDto)
  readonly address!: AddressDto;

  @Nested(() => SlotDto)
  readonly slot!: SlotDto;

  @Optional()
  @BoundedText(32)
  readonly carrier?: string | null;
}

export class WaybillDto {
  @BoundedText(32)
  readonly carrier!: string;

  @BoundedText(64)
  readonly trackingNumber!: string;
}

export class DropOffDto {
  @BoundedText(64)
  readonly pointId!: string;
}

export class InspectionDto {
  @IsLineNumber()
  readonly lineNumber!: number;

  @WholeNumber(0, 1_000_000)
  readonly accepted!: number;

  @WholeNumber(0, 1_000_000)
  readonly damaged!: number;

  @WholeNumber(0, 1_000_000)
  readonly missing!: number;
}

export class ReceiptDto {
  @ListOf(() => InspectionDto, 100)
  readonly lines!: readonly InspectionDto[];

  @Optional()
  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds?: readonly string[] | null;
}

class DispositionDto extends LineQuantityDto {
  @OneOf(DISPOSITIONS)
  readonly disposition!: Disposition;
}

/** A line may be named once for each thing that becomes of its units. */
export class DispositionsDto {
  @ListOf(() => DispositionDto, 100)
  readonly lines!: readonly DispositionDto[];
}

export class DeadlineExtensionDto {
  @OneOf(DEADLINE_KINDS)
  readonly kind!: DeadlineKind | DisputeDeadlineKind;

  @IsInstant()
  readonly until!: string;

  @BoundedText(500)
  readonly reason!: string;
}

export class MessageDto {
  @BoundedText(500)
  readonly text!: string;
}

/** What can be agreed on instead: money, with the goods or without. */
const OFFERED_TYPES = ['compensation', 'refund_only', 'return_refund'] as const satisfies readonly AfterSaleType[];

export class OfferDto {
  @OneOf(OFFERED_TYPES)
  readonly type!: AfterSaleType;

  @IsPositiveMinor()
  readonly amount!: number;

  @Optional()
  @Flag()
  readonly keepGoods?: boolean | null;

  @Optional()
  @BoundedText(500, 0)
  readonly message?: string | null;
}

export class ExplanationDto {
  @BoundedText(1000)
  readonly explanation!: string;
}

class QuoteItemDto {
  @BoundedText(32)
  readonly kind!: string;

  @IsPositiveMinor()
  readonly amount!: number;
}

class QuoteDto {
  @ListOf(() => QuoteItemDto, 50)
  readonly items!: readonly QuoteItemDto[];
}

export class DiagnosisDto {
  @Flag()
  readonly inWarranty!: boolean;

  @Flag()
  readonly humanDamage!: boolean;

  @BoundedText(1000)
  readonly finding!: string;

  @Optional()
  @Nested(() => QuoteDto)
  readonly quote?: QuoteDto | null;
}

export class PaymentDto {
  @BoundedText(64)
  readonly paymentId!: string;
}

export class RepairOutcomeDto {
  @OneOf(['repaired', 'replace', 'irreparable'])
  readonly outcome!: RepairOutcome;
}
