import { EventStore } from '@amends/platform/event-store';
import {
  CurrentCaller,
  languageOf,
  mayKnow,
  notFound,
  OneOf,
  Optional,
  PageQuery,
  PageSize,
  pathId,
  Roles,
  Says,
  type Caller,
} from '@amends/platform/http';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseFinder } from '../application/case-finder';
import { Exports, type ExportedTimeline } from '../application/exports';
import { KnownOrders } from '../application/known-orders';
import { caseAggregate, caseStreamOf } from '../application/streams';
import { Timelines, type Subject, type TimelinePage } from '../application/timeline';
import { timelinePage, TIMELINE_POLICY } from './timeline-page';

class TimelineQuery extends PageQuery {
  @PageSize(100)
  override readonly limit: number = 100;

  @Optional()
  @OneOf(['json', 'html'])
  @Says(
    'The whole story as one document to keep, instead of pages. Its entries are a hash chain: `genesis` is the SHA-256 of ' +
      'the id (lower-case hex, like all hashes); the `hash` of an entry is the SHA-256 of its `previousHash` (of the first: ' +
      '`genesis`), a line feed, and the canonical JSON (RFC 8785) of its `at`, `actor`, `type`, `data` and `service`; ' +
      '`head` is the last. Who has noted a head can prove that nothing before it was changed. `html` is one page without ' +
      'anything from elsewhere; it shows the JSON that was hashed.',
  )
  readonly format?: 'json' | 'html';
}

type Told = TimelinePage | ExportedTimeline | string;

/** The whole story of a ticket or an order, in pages or as a document to keep (requirement M95). */
@Controller('v1')
export class TimelinesController {
  constructor(
    private readonly store: EventStore,
    private readonly finder: CaseFinder,
    private readonly orders: KnownOrders,
    private readonly timelines: Timelines,
    private readonly exports: Exports,
  ) {}

  @Get('after-sales/:id/timeline')
  @Roles('buyer', 'merchant', 'agent', 'operator')
  async ofTicket(
    @Param('id', pathId('aft')) afterSaleId: string,
    @Query() query: TimelineQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    const streamId = (await this.finder.streamOf(afterSaleId)) ?? notFound();
    const { order } = (await this.store.read(caseAggregate, streamId))?.state ?? notFound();
    if (order === null || !mayKnow(caller, order)) return notFound();
    const { orderId, buyerId } = order;
    return this.told({ orderId, afterSaleId, streamId, buyerId }, query, request, reply);
  }

  @Get('orders/:id/timeline')
  @Roles('buyer', 'merchant', 'agent', 'operator')
  async ofOrder(
    @Param('id', pathId('ord')) orderId: string,
    @Query() query: TimelineQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    const { buyerId } = (await this.orders.of(orderId, caller)).order;
    const streamId = caseStreamOf(orderId) ?? notFound();
    return this.told({ orderId, streamId, buyerId }, query, request, reply);
  }

  private async told(
    subject: Subject,
    { limit, cursor, format }: TimelineQuery,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Told> {
    if (format === undefined) return this.timelines.of(subject, { limit, cursor });
    const exported = await this.exports.of(subject);
    void reply.headers({
      'cache-control': 'private, no-store',
      'content-disposition': `inline; filename="${exported.id}.${format}"`,
      'x-content-type-options': 'nosniff',
    });
    if (format === 'json') return exported;
    void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': TIMELINE_POLICY });
    return timelinePage(exported, languageOf(request));
  }
}
