import type { GoodsKind, Tender } from '@amends/contracts';
import type { Discount, LineStatus } from '@amends/domain/orders';
import {
  BoundedText,
  Flag,
  IsCurrency,
  IsInstant,
  IsLineNumber,
  IsMinor,
  IsQuantity,
  LineNumbers,
  ListOf,
  Nested,
  OneOf,
  Optional,
  PageQuery,
  Says,
  TextMap,
  WholeNumber,
} from '@amends/platform/http';

const KINDS: readonly GoodsKind[] = ['physical', 'virtual', 'service'];
const TENDERS: readonly Tender[] = ['card', 'wallet', 'gift_card', 'balance'];
const BEARERS: readonly Discount['bearer'][] = ['merchant', 'platform'];
const STATUSES: readonly LineStatus[] = [
  'awaiting_shipment',
  'partially_shipped',
  'awaiting_receipt',
  'completed',
  'closed',
];
const MOST_LINES = 200;
const MOST_POINTS = 1_000_000_000_000;

export class AddressDto {
  @BoundedText(100) @Says('Sealed for the buyer before it is stored.', 'Li Lei') readonly name!: string;
  @BoundedText(40) @Says('Sealed for the buyer before it is stored.', '13800000000') readonly phone!: string;
  @BoundedText(40) @Says('ISO 3166-2.', 'CN-SH') readonly region!: string;
  @BoundedText(100) @Says('Sealed for the buyer before it is stored.', 'Shanghai') readonly city!: string;
  @BoundedText(300) @Says('Sealed for the buyer before it is stored.', '1 Nanjing Rd') readonly street!: string;
  @Optional()
  @BoundedText(20, 0)
  @Says('Sealed for the buyer before it is stored.', '200000')
  readonly postalCode?: string;
}

export class AddressChangeDto {
  @Nested(() => AddressDto) readonly address!: AddressDto;
}

/** `explanation` is demanded by the business (`422 explanation_required`), not by form. */
export class ExplanationDto {
  @Optional() @BoundedText(1000, 0) @Says('Sealed for the buyer before it is stored.') readonly explanation?:
    string | null;
}

/** A body that says nothing. */
export class NothingDto {}

class PurchasedLineDto {
  @IsLineNumber() readonly lineNumber!: number;
  @BoundedText(128) @Says('What is sold.', 'TEE-RED-M') readonly sku!: string;
  @BoundedText(128) @Says('The product it is a variant of.', 'TEE') readonly spu!: string;
  @BoundedText(300) readonly title!: string;
  @Optional()
  @BoundedText(64)
  @Says('Chooses the policy; "default" when absent.', 'apparel')
  readonly category?: string;
  @Optional() @OneOf(KINDS) readonly kind?: GoodsKind;
  @Optional() @TextMap(50) readonly attributes?: Record<string, string>;
  @IsQuantity() readonly quantity!: number;
  @IsMinor() readonly unitPrice!: number;
  @Optional() @IsMinor() @Says('Taken off the whole line, in minor units.') readonly lineDiscount?: number;
  @Optional() @Flag() readonly gift?: boolean;
  @Optional() @IsLineNumber() @Says('The line this gift was given for.') readonly giftOf?: number;
  @Optional() @Flag() @Says('The shop chooses the variant; it cannot be exchanged.') readonly randomShip?: boolean;
  @Optional() @WholeNumber(0, 1200) readonly warrantyMonths?: number;
}

class DiscountDto {
  @BoundedText(64) readonly code!: string;
  @OneOf(BEARERS) readonly bearer!: Discount['bearer'];
  @IsMinor() readonly amount!: number;
  @Optional()
  @LineNumbers(MOST_LINES, 0)
  @Says('The lines it is for; all of them when absent.', [1, 2])
  readonly lineNumbers?: number[];
}

class PointsDto {
  @WholeNumber(0, MOST_POINTS) readonly redeemed!: number;
  @IsMinor() readonly value!: number;
}

class PaymentDto {
  @BoundedText(128) readonly paymentId!: string;
  @OneOf(TENDERS) readonly tender!: Tender;
  @IsMinor() readonly amount!: number;
}

export class PlaceOrderDto {
  @BoundedText(128) @Says('Unique with its merchant.', 'SO-1001') readonly orderNumber!: string;
  @BoundedText(128) readonly buyerId!: string;
  @BoundedText(128) readonly merchantId!: string;
  @IsCurrency() readonly currency!: string;
  @IsInstant() readonly paidAt!: string;
  @Nested(() => AddressDto) readonly shippingAddress!: AddressDto;
  @ListOf(() => PurchasedLineDto, MOST_LINES) readonly lines!: PurchasedLineDto[];
  @Optional() @IsMinor() readonly shippingFee?: number;
  @Optional() @ListOf(() => DiscountDto, 50, 0) readonly discounts?: DiscountDto[];
  @Optional() @Nested(() => PointsDto) readonly points?: PointsDto;
  @ListOf(() => PaymentDto, 20, 0) @Says('They sum up to what the order costs.') readonly payments!: PaymentDto[];
  @Optional() @Flag() @Says('The order wishes shipping insurance.') readonly shippingInsurance?: boolean;
}

class ShippedLineDto {
  @IsLineNumber() readonly lineNumber!: number;
  @IsQuantity() readonly quantity!: number;
}

export class ShipmentDto {
  @ListOf(() => ShippedLineDto, MOST_LINES) readonly lines!: ShippedLineDto[];
  @BoundedText(64) @Says('The carrier’s short name.', 'sf') readonly carrier!: string;
  @BoundedText(64) @Says('Unique in the world.', 'SF100') readonly trackingNumber!: string;
}

export class ReceiptDto {
  @Optional()
  @LineNumbers(MOST_LINES)
  @Says('The lines received; everything that is shipped when absent.', [1])
  readonly lineNumbers?: number[];
}

export class OrderQuery extends PageQuery {
  @Optional() @BoundedText(128) readonly buyerId?: string;
  @Optional() @BoundedText(128) readonly merchantId?: string;
  @Optional() @OneOf(STATUSES) readonly status?: LineStatus;
}
