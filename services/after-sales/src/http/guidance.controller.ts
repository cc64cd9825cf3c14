import type { AfterSaleStatus } from '@amends/contracts';
import { guideOf, repliesFor, ticketStatusLabels, type ReplyRole } from '@amends/domain/after-sales';
import { Clock } from '@amends/kernel';
import { EventStore } from '@amends/platform/event-store';
import {
  CurrentCaller,
  languageOf,
  mayKnow,
  notFound,
  OneOf,
  Optional,
  pathId,
  Roles,
  Says,
  type Caller,
} from '@amends/platform/http';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CaseFinder } from '../application/case-finder';
import { said } from '../application/languages';
import { caseAggregate } from '../application/streams';

const STATUSES = Object.keys(ticketStatusLabels);

class RepliesQuery {
  @Optional()
  @OneOf(STATUSES)
  @Says('Only those that fit a ticket in this status.')
  readonly status?: AfterSaleStatus;
}

/** What helps people to handle a ticket well (requirement M78): what may be done, and what to say. */
@Controller('v1')
export class GuidanceController {
  constructor(
    private readonly store: EventStore,
    private readonly finder: CaseFinder,
    private readonly clock: Clock,
  ) {}

  @Get('standard-replies')
  @Roles('merchant', 'agent')
  replies(@Query() { status }: RepliesQuery, @CurrentCaller() caller: Caller, @Req() request: FastifyRequest): object {
    const role: ReplyRole = caller.role === 'merchant' ? 'merchant' : 'agent';
    return { data: said(repliesFor({ role, status }), languageOf(request)), nextCursor: null };
  }

  @Get('after-sales/:id/guide')
  @Roles('agent', 'operator')
  async guide(
    @Param('id', pathId('aft')) id: string,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const streamId = (await this.finder.streamOf(id)) ?? notFound();
    const { state } = (await this.store.read(caseAggregate, streamId)) ?? notFound();
    if (!mayKnow(caller, state.order)) return notFound();
    return said(guideOf(state, id, this.clock.now()) ?? notFound(), languageOf(request));
  }
}
