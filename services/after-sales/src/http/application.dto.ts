import type { AfterSaleType, EntryPoint } from '@amends/contracts';
import { MAX_EVIDENCE, reasons, type ReasonCode } from '@amends/domain/after-sales';
import {
  BoundedText,
  Flag,
  IsInstant,
  IsLineNumber,
  IsPositiveMinor,
  IsPublicId,
  IsQuantity,
  ListOf,
  malformed,
  Nested,
  OneOf,
  Optional,
  PublicIdList,
} from '@amends/platform/http';
import type { SentApplication } from '../application/applications';

export const AFTER_SALE_TYPES = [
  'refund_only',
  'return_refund',
  'exchange',
  'reissue',
  'repair',
  'price_protection',
  'compensation',
] as const satisfies readonly AfterSaleType[];
export const ENTRY_POINTS = [
  'order_detail',
  'im_merchant',
  'im_platform',
  'phone',
] as const satisfies readonly EntryPoint[];
const REASONS = reasons.map(({ code }) => code);
const MOST_LINES = 100;
export const MOST_EVIDENCE = MAX_EVIDENCE;

export class LineQuantityDto {
  @IsLineNumber()
  readonly lineNumber!: number;

  @IsQuantity()
  readonly quantity!: number;
}

export class SlotDto {
  @IsInstant()
  readonly from!: string;

  @IsInstant()
  readonly to!: string;
}

/** Personal data: sealed for the buyer before it is stored. */
export class AddressDto {
  @BoundedText(100)
  readonly name!: string;

  @BoundedText(32)
  readonly phone!: string;

  @BoundedText(16)
  readonly region!: string;

  @BoundedText(100)
  readonly city!: string;

  @BoundedText(300)
  readonly street!: string;

  @BoundedText(16)
  readonly postalCode!: string;
}

export class PickupWishDto {
  @Optional()
  @Nested(() => SlotDto)
  readonly slot?: SlotDto | null;

  @Optional()
  @Nested(() => AddressDto)
  readonly address?: AddressDto | null;
}

export class ApplicationDto {
  @IsPublicId('ord')
  readonly orderId!: string;

  @OneOf(AFTER_SALE_TYPES)
  readonly type!: AfterSaleType;

  @OneOf(REASONS)
  readonly reason!: ReasonCode;

  /** May be left out of a compensation only: then it is spread over the whole order. */
  @Optional()
  @ListOf(() => LineQuantityDto, MOST_LINES)
  readonly lines?: readonly LineQuantityDto[] | null;

  @Optional()
  @IsPositiveMinor()
  readonly requestedAmount?: number | null;

  /** What a compensation is for. */
  @Optional()
  @OneOf(['cash', 'shipping_fee'])
  readonly component?: 'cash' | 'shipping_fee' | null;

  @Optional()
  @Flag()
  readonly goodsReceived?: boolean | null;

  @Optional()
  @BoundedText(64)
  readonly targetSku?: string | null;

  /** Of goods to be repaired, as it stands on them; other types ignore it. */
  @Optional()
  @BoundedText(64)
  readonly serialNumber?: string | null;

  @Optional()
  @BoundedText(500, 0)
  readonly description?: string | null;

  @Optional()
  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds?: readonly string[] | null;

  @Optional()
  @Nested(() => PickupWishDto)
  readonly pickup?: PickupWishDto | null;

  @Optional()
  @OneOf(ENTRY_POINTS)
  readonly entryPoint?: EntryPoint | null;
}

/** What was sent, with its defaults (rulings.md 1.2). @throws Problem `malformed` where fields do not fit each other */
export const applicationOf = (dto: ApplicationDto): SentApplication => {
  checkLines(dto);
  checkCompensation(dto);
  const { orderId, type, reason, pickup } = dto;
  return {
    orderId,
    application: {
      type,
      reason,
      lines: dto.lines ?? [],
      requestedAmount: dto.requestedAmount ?? null,
      component: dto.component ?? 'cash',
      goodsReceived: dto.goodsReceived ?? null,
      targetSku: dto.targetSku ?? null,
      evidenceIds: dto.evidenceIds ?? [],
      serialNumber: dto.serialNumber?.trim() ?? null,
    },
    entryPoint: dto.entryPoint ?? 'order_detail',
    description: dto.description ?? null,
    pickup: pickup ? { slot: pickup.slot ?? null, address: pickup.address ?? null } : null,
  };
};

const checkLines = ({ type, lines, component }: ApplicationDto): void => {
  if (type !== 'compensation' && !lines) flaw('/lines', 'Must name at least one line.');
  if (component === 'shipping_fee' && lines) flaw('/lines', 'Freight belongs to no line.');
  checkEachOnce(lines ?? []);
};

/** A line that is named twice could be meant in two ways. */
export const checkEachOnce = (lines: readonly Readonly<{ lineNumber: number }>[]): void => {
  const twice = lines.findIndex(({ lineNumber }, index) =>
    lines.slice(0, index).some((earlier) => earlier.lineNumber === lineNumber),
  );
  if (twice >= 0) flaw(`/lines/${String(twice)}/lineNumber`, 'Must be named once.');
};

const checkCompensation = ({ type, requestedAmount, component }: ApplicationDto): void => {
  if (type === 'compensation' && !requestedAmount) flaw('/requestedAmount', 'A compensation says how much.');
  if (type !== 'compensation' && component) flaw('/component', 'Only a compensation has a component.');
};

/** Ends the request: this field cannot be read. */
export const flaw = (pointer: string, detail: string): never => malformed({ pointer, code: 'malformed', detail });
