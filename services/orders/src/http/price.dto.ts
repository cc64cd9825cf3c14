import {
  BoundedText,
  Flag,
  IsCurrency,
  IsInstant,
  IsMinor,
  OneOf,
  Optional,
  Says,
  TextMap,
  WholeNumber,
} from '@amends/platform/http';

const BEARERS = ['merchant', 'platform'] as const;
const MOST_UNITS = 1_000_000_000;

export class PriceDto {
  @BoundedText(128) readonly merchantId!: string;
  @BoundedText(128) readonly sku!: string;
  @BoundedText(128) readonly spu!: string;
  @Optional() @BoundedText(64) @Says('"default" when absent.', 'apparel') readonly category?: string;
  @Optional() @TextMap(50) readonly attributes?: Record<string, string>;
  @IsMinor() readonly unitPrice!: number;
  @IsCurrency() readonly currency!: string;
  @Optional() @IsInstant() @Says('From when on; now when absent.') readonly effectiveAt?: string;
  @Optional()
  @OneOf(BEARERS)
  @Says('Who lowered it; the merchant when absent.')
  readonly bearer?: (typeof BEARERS)[number];
  @Optional() @WholeNumber(0, MOST_UNITS) @Says('Units in stock; not tracked when absent.') readonly available?: number;
  @Optional() @Flag() readonly randomShip?: boolean;
  @Optional() @Flag() @Says('Cheaper by a personal coupon only.') readonly couponOnly?: boolean;
}
