import { Clock, Randomness } from '@amends/kernel';
import { BadSettings, portSettings, serviceSettings, settings, type Environment } from '@amends/platform/config';
import { armCrashPoints } from '@amends/platform/effects';
import { EventStore, eventStoreMigrations, PgEventStore, Relisting } from '@amends/platform/event-store';
import { Freshness } from '@amends/platform/messaging';
import { createLog, createMetrics, startTracing } from '@amends/platform/observability';
import { Keyring } from '@amends/platform/personal-data';
import { clockMigrations, timerMigrations, Timers } from '@amends/platform/timers';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Commands } from '../commands/commands';
import { remoteKeys, Tokens } from '../identity/tokens';
import { Reads } from '../reads/reads';
import { createHttpApp } from '../server/bootstrap';
import { serviceClock } from './clock';
import { connect, migrate, poolOf } from './database';
import type { Inject, ServiceDefinition } from './definition';
import { openKeyring } from './keyring';
import { serviceMessaging } from './messaging';
import { SystemRandomness } from './randomness';
import { endOnUncaught, stopAll, stopOnSignals, type Running } from './stopping';
import { DATABASE, LOG, METRICS } from './tokens';

export type RunningService = Running & Readonly<{ url: string; inject: Inject }>;

/**
 * Puts a service together and starts it: settings, migrations, connections, event store, messaging, timers, web
 * application. This is the one place that knows all parts; ROLE decides which of them run in this process.
 * @throws BadSettings, or what keeps the database from being used
 */
export const createService = async (
  definition: ServiceDefinition,
  environment: Environment = process.env,
): Promise<RunningService> => {
  const { name, aggregates, catalogue } = definition;
  const config = settings({ ...serviceSettings, ...portSettings(definition.port) }, environment);
  const { ROLE: role, PUBLIC_URL: origin, AMENDS_CRASH_POINTS: fuses } = config;
  if (fuses !== '') {
    if (config.AMENDS_MODE !== 'demo') throw new BadSettings(['AMENDS_CRASH_POINTS is for AMENDS_MODE=demo only']);
    armCrashPoints(fuses, name);
  }
  const [api, worker] = [role !== 'worker', role !== 'api'];
  const log = createLog(name, config.LOG_LEVEL);
  const metrics = createMetrics(name);
  const tracing = await startTracing(name, config.OTEL_EXPORTER_OTLP_ENDPOINT);

  await migrate(config.MIGRATION_DATABASE_URL, [
    ...eventStoreMigrations,
    ...clockMigrations,
    ...timerMigrations,
    ...(definition.migrations ?? []),
  ]);
  const source = await connect(config.DATABASE_URL, config.DATABASE_POOL_SIZE, name);
  const pool = poolOf(source);
  const time = await serviceClock(config.AMENDS_MODE === 'demo', pool, config.CLOCK_URL);
  const randomness = new SystemRandomness();
  const store = new PgEventStore({ pool, clock: time.clock, randomness, catalogue, metrics });
  const keys = definition.personalData === true ? await openKeyring(name, environment) : undefined;
  const messaging = serviceMessaging({
    service: name,
    pool,
    store,
    catalogue,
    brokers: config.KAFKA_BROKERS,
    redisUrl: config.REDIS_URL,
    log,
    metrics,
    tracing,
    working: worker,
  });

  const platform: readonly Provider[] = [
    { provide: EventStore, useValue: store },
    { provide: Clock, useValue: time.clock },
    { provide: Randomness, useValue: randomness },
    { provide: DataSource, useValue: source },
    { provide: DATABASE, useValue: pool },
    { provide: LOG, useValue: log },
    { provide: METRICS, useValue: metrics },
    { provide: Freshness, useValue: messaging.freshness },
    { provide: Commands, useValue: new Commands({ store, metrics, tracing, origin }) },
    { provide: Reads, useValue: new Reads(messaging.freshness) },
    ...(keys === undefined ? [] : [{ provide: Keyring, useValue: keys.keyring }]),
    ...time.providers,
  ];
  const app = await createHttpApp({
    name,
    origin,
    log,
    metrics,
    tokens: new Tokens(remoteKeys(config.JWKS_URL), { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE }),
    checks: {
      vital: {
        database: async () => {
          await pool.query('SELECT 1');
        },
      },
      helpful: messaging.checks,
    },
    imports: [
      { module: PlatformModule, global: true, providers: [...platform], exports: [...platform] },
      ...(definition.imports ?? []),
    ],
    controllers: [...time.controllers, ...(api ? definition.controllers : [])],
    providers: definition.providers ?? [],
  });
  const inject: Inject = (token) => app.get(token, { strict: false });
  const handler = definition.deadlines?.(inject);
  const timers =
    worker && handler !== undefined
      ? new Timers({
          pool,
          store,
          clock: time.clock,
          handler,
          aggregates,
          log,
          metrics,
          service: name,
          redisUrl: config.REDIS_URL,
        })
      : undefined;
  time.onMoved(() => void timers?.resync().catch((error: unknown) => log.error('deadlines.not_resynced', error)));

  // Before the first request: it may depend on what this service has not heard yet, and must see that.
  await messaging.start(definition.subscriptions?.(inject) ?? []);
  timers?.start();
  await app.listen(config.PORT, config.HOST);
  const background = worker ? await definition.background?.(inject) : undefined;
  const { RELIST_STREAMS_PER_SECOND: streamsPerSecond } = config;
  const relisting = worker ? new Relisting({ pool, aggregates, log, metrics, streamsPerSecond }).start() : undefined;
  const url = await app.getUrl();
  log.info('service.started', { url, role });

  const stop = () =>
    stopAll(
      [
        () => app.close(), // No new requests; those under way are finished.
        () => relisting?.stop(),
        () => background?.stop(),
        () => timers?.stop(),
        () => messaging.stop(),
        () => time.stop(),
        () => tracing.stop(),
        () => keys?.close(),
        () => source.destroy(),
      ],
      log,
    );
  return { url, inject, stop };
};

/** The whole `main.ts` of a service: starts it, and ends it with the process. */
export const runService = (definition: ServiceDefinition): void => {
  const log = createLog(definition.name, 'info');
  endOnUncaught(log);
  createService(definition).then(
    (service) => stopOnSignals(service, log),
    (error: unknown) => {
      log.error('service.not_started', error);
      process.exit(1);
    },
  );
};

class PlatformModule {}
