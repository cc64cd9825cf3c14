import { CurrentCaller, malformed, problem, Roles, type Caller, type ListAnswer } from '@amends/platform/http';
import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventStreams } from '../application/event-streams';
import { typesMeantBy } from '../application/event-types';
import { Feed, type FeedFilter } from '../application/feed';
import { EventsQuery, StreamQuery } from './events.dto';
import { eventSink } from './sink';

@Controller('v1/events')
@Roles('integrator', 'operator', 'merchant')
export class EventsController {
  constructor(
    private readonly feed: Feed,
    private readonly streams: EventStreams,
  ) {}

  @Get()
  async read(@Query() query: EventsQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<unknown>> {
    const position = await this.positionAfter(query.after, '/after');
    const events = await this.feed.after(position ?? 0, filterOf(caller, query.types), query.limit);
    return {
      data: events.map(({ envelope }): unknown => JSON.parse(envelope)),
      nextCursor: events.at(-1)?.eventId ?? query.after ?? null,
    };
  }

  @Get('stream')
  async stream(
    @Query() { types }: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const filter = filterOf(caller, types);
    const position = await this.positionAfter(lastEventId, '/Last-Event-ID');
    if (this.streams.isFull) problem('unavailable', { detail: 'Too many event streams are open.' });
    await this.streams.follow(position ?? this.streams.now, filter, eventSink(reply));
  }

  /** Undefined where no event is named; an id that the feed does not have cannot be gone on from. */
  private async positionAfter(eventId: string | undefined, pointer: string): Promise<number | undefined> {
    if (eventId === undefined || eventId === '') return undefined;
    const position = UUID.test(eventId) ? await this.feed.positionOf(eventId) : undefined;
    return position ?? malformed({ pointer, code: 'malformed', detail: 'Must be the id of an event in the feed.' });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A merchant reads its own events only (rulings.md 8.10). */
const filterOf = (caller: Caller, types: string | undefined): FeedFilter => ({
  merchantId: caller.role === 'merchant' ? (caller.merchantId ?? '') : null,
  types: types === undefined ? null : (typesMeantBy(types) ?? unreadableTypes()),
});

const unreadableTypes = (): never =>
  malformed({ pointer: '/types', code: 'malformed', detail: 'Must be names of event types divided by commas.' });
