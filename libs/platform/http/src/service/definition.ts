import type { Catalogue } from '@amends/kernel';
import type { AnyAggregate } from '@amends/platform/event-store';
import type { DeadlineHandler } from '@amends/platform/timers';
import type { Subscription } from '@amends/platform/messaging';
import type { Abstract, DynamicModule, Provider, Type } from '@nestjs/common';
import type { Migration } from './database';
import type { Running } from './stopping';

/** Takes something out of the service: a port, an adapter, a provider of the service's own. */
export type Inject = <T>(token: Type<T> | Abstract<T> | symbol | string) => T;

/** A service, as its composition root describes it. */
export type ServiceDefinition = Readonly<{
  /** Names the database pool, the consumer group, the queue, and the source of events ("/orders"). */
  name: string;
  /** The port of development; PORT moves it. */
  port: number;
  /** The kinds of streams it keeps. */
  aggregates: readonly AnyAggregate[];
  /** The types that leave services: from @amends/contracts. */
  catalogue: Catalogue;
  controllers: readonly Type[];
  providers?: readonly Provider[];
  imports?: readonly (DynamicModule | Type)[];
  /** Tables of its own, beside those of the platform. */
  migrations?: readonly Migration[];
  /** Whether it seals or opens personal data; then Keyring can be injected. */
  personalData?: boolean;
  /** What it hears from other services. */
  subscriptions?: (inject: Inject) => readonly Subscription[];
  /** What it does when a deadline is reached. */
  deadlines?: (inject: Inject) => DeadlineHandler;
  /** What runs beside requests in a worker (drivers of providers, …): started last, ended first. */
  background?: (inject: Inject) => Running | Promise<Running>;
}>;
