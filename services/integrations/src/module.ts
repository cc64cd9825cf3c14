import { catalogue } from '@amends/contracts';
import { DATABASE, LOG, METRICS, type ServiceDefinition } from '@amends/platform/http';
import type { Log, Metrics } from '@amends/platform/observability';
import type { Pool } from 'pg';
import { Books } from './application/books';
import { EventStreams } from './application/event-streams';
import { FastRefundBook } from './application/fast-refund-book';
import { Feed } from './application/feed';
import { FeedTail } from './application/feed-tail';
import { Fund } from './application/fund';
import { Retention } from './application/retention';
import { integrationsConfig, type IntegrationsConfig } from './config';
import { subscription } from './consumers/subscription';
import { EventsController } from './http/events.controller';
import { FastRefundBookController } from './http/fast-refund-book.controller';
import { LedgerController } from './http/ledger.controller';
import { CreateAdvances1764200000103 } from './migrations/create-advances';
import { DropAdvancesStand1764300000104 } from './migrations/drop-advances-stand';
import { CreateBooks1764100000102 } from './migrations/create-books';
import { CreateFeed1700000000101 } from './migrations/create-feed';

const CONFIG = Symbol('IntegrationsConfig');

/** What integrators hear: every public event, to be read again at any time, and live. */
export const integrations: ServiceDefinition = {
  name: 'integrations',
  port: 8086,
  aggregates: [],
  catalogue,
  migrations: [
    CreateFeed1700000000101,
    CreateBooks1764100000102,
    CreateAdvances1764200000103,
    DropAdvancesStand1764300000104,
  ],
  controllers: [EventsController, LedgerController, FastRefundBookController],
  providers: [
    { provide: CONFIG, useFactory: integrationsConfig },
    { provide: Books, inject: [DATABASE], useFactory: (pool: Pool) => new Books(pool) },
    { provide: FastRefundBook, inject: [DATABASE], useFactory: (pool: Pool) => new FastRefundBook(pool) },
    { provide: Feed, inject: [DATABASE], useFactory: (pool: Pool) => new Feed(pool) },
    {
      provide: Fund,
      inject: [DATABASE, LOG, METRICS],
      useFactory: (pool: Pool, log: Log, metrics: Metrics) => new Fund(pool, log, metrics),
    },
    {
      provide: FeedTail,
      inject: [DATABASE, Feed, LOG],
      useFactory: (pool: Pool, feed: Feed, log: Log) => new FeedTail(pool, feed, log),
    },
    {
      provide: EventStreams,
      inject: [Feed, FeedTail, CONFIG],
      useFactory: (feed: Feed, tail: FeedTail, { feedStreams }: IntegrationsConfig) =>
        new EventStreams(feed, tail, feedStreams),
    },
    {
      provide: Retention,
      inject: [DATABASE, LOG, CONFIG],
      useFactory: (pool: Pool, log: Log, { feedDays }: IntegrationsConfig) => new Retention(pool, log, feedDays),
    },
  ],
  subscriptions: () => [subscription],
  background: (inject) => {
    const running = [inject(Retention).start(), inject(Fund).start()];
    return {
      stop: async () => {
        await Promise.all(running.map(({ stop }) => stop()));
      },
    };
  },
};
