import { BoundedText, IsInstant, IsMinor, Nested, OneOf, Optional, WholeNumber } from '@amends/platform/http';
import { SCAN_EVENTS, type ScanEvent } from './carrier';

class SlotDto {
  @IsInstant() readonly from!: string;
  @IsInstant() readonly to!: string;
}

/** Where the courier goes; the carrier's books keep none of it. */
class AddressDto {
  @Optional() @BoundedText(200) readonly name?: string;
  @Optional() @BoundedText(64) readonly phone?: string;
  @BoundedText(64) readonly region!: string;
  @Optional() @BoundedText(200) readonly city?: string;
  @Optional() @BoundedText(500) readonly street?: string;
  @Optional() @BoundedText(32) readonly postalCode?: string;
}

export class BookDto {
  @BoundedText(64) readonly pickupId!: string;
  @BoundedText(32) readonly carrier!: string;
  @Nested(() => SlotDto) readonly slot!: SlotDto;
  @Nested(() => AddressDto) readonly address!: AddressDto;
}

export class DropOffDto {
  @BoundedText(64) readonly afterSaleId!: string;
  @BoundedText(64) readonly pointId!: string;
  @Optional() @BoundedText(32) readonly carrier?: string;
}

export class ScanDto {
  /** One of the two names the parcel. */
  @Optional() @BoundedText(64) readonly pickupId?: string;
  @Optional() @BoundedText(64) readonly trackingNumber?: string;
  @OneOf(SCAN_EVENTS) readonly event!: ScanEvent;
  /** The carrier's time; absent: now, by the development clock. */
  @Optional() @IsInstant() readonly at?: string;
  @Optional() @WholeNumber(0, 1_000_000) readonly weightGrams?: number;
  @Optional() @IsMinor() readonly freight?: number;
}
