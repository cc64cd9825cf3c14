import { Clock } from '@amends/kernel';
import { CurrentCaller, IsLineNumber, languageOf, Optional, pathId, Roles, type Caller } from '@amends/platform/http';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { Type } from 'class-transformer';
import type { FastifyRequest } from 'fastify';
import { said } from '../application/languages';
import { Options } from '../application/options';

class OptionsQuery {
  @Optional()
  @IsLineNumber()
  @Type(() => Number)
  readonly lineNumber?: number;
}

/** What can be done with each line of an order, and on what terms (api.md 3). */
@Controller('v1/orders/:id/after-sale-options')
export class OptionsController {
  constructor(
    private readonly options: Options,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('buyer', 'merchant', 'agent')
  async read(
    @Param('id', pathId('ord')) orderId: string,
    @Query() { lineNumber }: OptionsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const lines = await this.options.of(orderId, caller, this.clock.now(), lineNumber);
    return { orderId, lines: said(lines, languageOf(request)) };
  }
}
