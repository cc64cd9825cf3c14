import type { EntryPoint } from '@amends/contracts';
import {
  pathName,
  CurrentCaller,
  languageOf,
  OneOf,
  Optional,
  PageSize,
  Roles,
  type Caller,
} from '@amends/platform/http';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { said } from '../application/languages';
import { BuyerSuggestions } from '../application/suggestions';
import { ENTRY_POINTS } from './application.dto';

class SuggestionsQuery {
  /** Where the buyer has come in; it goes into what is suggested. */
  @Optional()
  @OneOf(ENTRY_POINTS)
  readonly entryPoint?: EntryPoint;

  @PageSize(20)
  readonly limit: number = 20;
}

/** The quick buttons of a chat (api.md 3): what a buyer has most likely come for. */
@Controller('v1/buyers/:id/suggested-actions')
export class SuggestionsController {
  constructor(private readonly suggestions: BuyerSuggestions) {}

  /** What is less likely than the `limit` best is not suggested at all: there is no further page. */
  @Get()
  @Roles('buyer', 'merchant', 'agent')
  async suggest(
    @Param('id', pathName) buyerId: string,
    @Query() { entryPoint, limit }: SuggestionsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { data, experience } = await this.suggestions.of(buyerId, caller, entryPoint ?? 'order_detail');
    return { data: said(data.slice(0, limit), languageOf(request)), nextCursor: null, experience };
  }
}
