import {
  BoundedText,
  CurrentCaller,
  IsInstant,
  languageOf,
  Optional,
  PageQuery,
  PageSize,
  pathName,
  Roles,
  Says,
  type Caller,
} from '@amends/platform/http';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Histories, type BuyerHistory } from '../application/histories';
import { said } from '../application/languages';
import { ReasonReports } from '../application/reason-reports';

class ReasonsQuery extends PageQuery {
  @PageSize(100)
  override readonly limit: number = 100;

  @Optional()
  @BoundedText(64)
  @Says('Only this SKU.')
  readonly sku?: string;

  @Optional()
  @IsInstant()
  @Says('Tickets opened from then on; thirty days before `to` where it is left out. At most 92 days at once.')
  readonly from?: string;

  @Optional()
  @IsInstant()
  @Says('Tickets opened before then; now where it is left out.')
  readonly to?: string;
}

/** What after-sales is a record of: of a buyer, what became of it; of a merchant's goods, why. */
@Controller('v1')
export class RecordsController {
  constructor(
    private readonly histories: Histories,
    private readonly reports: ReasonReports,
  ) {}

  @Get('buyers/:id/after-sale-history')
  @Roles('buyer', 'merchant', 'agent', 'operator')
  history(
    @Param('id', pathName) buyerId: string,
    @Query() { limit, cursor }: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<BuyerHistory> {
    return this.histories.of(buyerId, caller, { limit, cursor });
  }

  @Get('merchants/:merchantId/reasons')
  @Roles('merchant', 'agent', 'operator')
  async reasons(
    @Param('merchantId', pathName) merchantId: string,
    @Query() query: ReasonsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    return said(await this.reports.of(merchantId, caller, query), languageOf(request));
  }
}
