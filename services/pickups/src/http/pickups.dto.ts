import { BoundedText, IsInstant, Nested, Optional, PageQuery, Says } from '@amends/platform/http';

class SlotDto {
  @IsInstant() @Says('When the courier may come, at the earliest.', '2026-03-02T05:00:00Z') readonly from!: string;
  @IsInstant() @Says('When he has come, at the latest.', '2026-03-02T07:00:00Z') readonly to!: string;
}

export class RescheduleDto {
  @Nested(() => SlotDto)
  @Says('Today or one of the next two days in Asia/Shanghai, not within two hours of its end.')
  readonly slot!: SlotDto;
}

export class PickupQuery extends PageQuery {
  @Optional() @BoundedText(64) @Says('Pickups of this ticket.', 'aft_…') readonly afterSaleId?: string;
  @Optional() @BoundedText(64) @Says('Pickups of this order.', 'ord_…') readonly orderId?: string;
}

/** A body without fields. */
export class NothingDto {}
