import type { ProposalStatus } from '@amends/domain/after-sales';
import {
  BoundedText,
  IsCurrency,
  IsInstant,
  IsMinor,
  IsPositiveMinor,
  IsPublicId,
  OneOf,
  Optional,
  PageQuery,
  Says,
} from '@amends/platform/http';

const STATUSES: readonly ProposalStatus[] = ['awaiting_confirmation', 'confirmed', 'declined', 'expired'];

export class GoodwillBudgetDto {
  @IsCurrency()
  readonly currency!: string;

  @Optional()
  @IsMinor()
  @Says('What may be given in a calendar month of Asia/Shanghai without another person; left out: no limit.')
  readonly monthlyLimit?: number | null;

  @Optional()
  @IsMinor()
  @Says('What a single grant may be worth without another person; left out: no limit.')
  readonly grantLimit?: number | null;
}

export class GoodwillBudgetQuery {
  @Optional()
  @IsCurrency()
  @Says('Left out: CNY.')
  readonly currency?: string;

  @Optional()
  @BoundedText(7)
  @Says('A calendar month of Asia/Shanghai, e.g. 2026-03; left out: the present one.')
  readonly month?: string;
}

export class GoodwillCouponDto {
  @IsPositiveMinor()
  readonly value!: number;

  @BoundedText(500)
  @Says('Why; both parties read it in the timeline.')
  readonly note!: string;

  @Optional()
  @IsInstant()
  @Says('Until when it shall be good; left out: as the storefront has it.')
  readonly expiresAt?: string | null;
}

export class GoodwillDeclineDto {
  @BoundedText(500)
  readonly explanation!: string;
}

export class GoodwillProposalQuery extends PageQuery {
  @Optional()
  @OneOf(STATUSES)
  readonly status?: ProposalStatus;

  @Optional()
  @IsPublicId('ord')
  readonly orderId?: string;
}
