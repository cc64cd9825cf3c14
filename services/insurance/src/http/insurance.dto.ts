import { BoundedText, IsPublicId, OneOf, Optional, PageQuery, Says } from '@amends/platform/http';

export class QuoteQuery {
  @BoundedText(64) @Says('The order whose way back would be insured.', 'ord_…') readonly orderId!: string;
}

export class PolicyQuery extends PageQuery {
  @Optional() @BoundedText(64) @Says('The policy of this order.', 'ord_…') readonly orderId?: string;
}

export class ClaimQuery extends PageQuery {
  @Optional() @BoundedText(64) @Says('Claims of this ticket.', 'aft_…') readonly afterSaleId?: string;
  @Optional() @BoundedText(64) @Says('Claims of this order.', 'ord_…') readonly orderId?: string;
  @Optional()
  @OneOf(['true', 'false'])
  @Says('Claims that the insurer has not paid in time, or those that wait for nobody.')
  readonly needsAttention?: 'true' | 'false';
}

export class SubmitClaimDto {
  @IsPublicId('aft') @Says('A completed return with a refund of an insured order.') readonly afterSaleId!: string;
}

/** A body without fields. */
export class NothingDto {}
