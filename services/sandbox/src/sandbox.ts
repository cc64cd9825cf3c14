import { catalogue, type ChargeCaptured, type OrderPaid } from '@amends/contracts';
import { Clock } from '@amends/kernel';
import { DATABASE, type ServiceDefinition } from '@amends/platform/http';
import type { Pool } from 'pg';
import { openBooks } from './books';
import { Carrier } from './carrier/carrier';
import { CarrierController, CarrierDeskController } from './carrier/carrier.controller';
import { Messenger } from './carrier/messenger';
import { CarrierBooks1700000000002 } from './carrier/schema';
import { ClockController, FOLLOWERS } from './clock/clock.controller';
import { readConfig, type SandboxConfig } from './config';
import { Callbacks } from './delivery/callbacks';
import { Identity } from './identity/identity';
import { IdentityController } from './identity/identity.controller';
import { SigningKey1700000000004 } from './identity/schema';
import { InsurerDiscrepancies } from './insurer/discrepancies';
import { Insurer } from './insurer/insurer';
import { InsurerController, InsurerDeskController } from './insurer/insurer.controller';
import { InsurerReport } from './insurer/report';
import { InsurerBooks1700000000003, InsurerPayouts1764150000003 } from './insurer/schema';
import { captureAll, captureCharge } from './psp/captures';
import { Discrepancies } from './psp/discrepancies';
import { Notifier } from './psp/notifier';
import { Pages } from './psp/pages';
import { PagesController, PagesDeskController } from './psp/pages.controller';
import { Psp } from './psp/psp';
import { PspController, PspDeskController } from './psp/psp.controller';
import { Report } from './psp/report';
import { PspLedger1700000000001, PspPages1764150000006, PspReport1700000000005 } from './psp/schema';

const CONFIG = Symbol('SandboxConfig');
const PSP_BOOKS = Symbol("the payment provider's books");
const INSURER_BOOKS = Symbol("the insurer's books");

/**
 * Development only: a payment provider, a carrier and an insurer with books of their own, reached over HTTP like real
 * ones; tokens; and the development clock.
 */
export const sandbox: ServiceDefinition = {
  name: 'sandbox',
  port: 8087,
  aggregates: [],
  catalogue,
  migrations: [SigningKey1700000000004],
  controllers: [
    IdentityController,
    ClockController,
    PspController,
    PspDeskController,
    PagesController,
    PagesDeskController,
    CarrierController,
    CarrierDeskController,
    InsurerController,
    InsurerDeskController,
  ],
  providers: [
    { provide: CONFIG, useFactory: readConfig },
    {
      provide: PSP_BOOKS,
      inject: [CONFIG],
      useFactory: ({ PSP_DATABASE_URL: app, PSP_MIGRATION_DATABASE_URL: owner }: SandboxConfig) =>
        openBooks('psp', { app, owner }, [PspLedger1700000000001, PspReport1700000000005, PspPages1764150000006]),
    },
    { provide: Psp, inject: [PSP_BOOKS, Clock], useFactory: (books: Pool, clock: Clock) => new Psp(books, clock) },
    {
      provide: Pages,
      inject: [PSP_BOOKS, Clock, CONFIG],
      useFactory: (books: Pool, clock: Clock, { PUBLIC_URL }: SandboxConfig) => new Pages(books, clock, PUBLIC_URL),
    },
    { provide: Report, inject: [PSP_BOOKS], useFactory: (books: Pool) => new Report(books) },
    {
      provide: Discrepancies,
      inject: [PSP_BOOKS, Clock],
      useFactory: (books: Pool, clock: Clock) => new Discrepancies(books, clock),
    },
    {
      provide: Carrier,
      inject: [CONFIG],
      useFactory: async ({ CARRIER_DATABASE_URL: app, CARRIER_MIGRATION_DATABASE_URL: owner }: SandboxConfig) =>
        new Carrier(await openBooks('carrier', { app, owner }, [CarrierBooks1700000000002])),
    },
    {
      provide: INSURER_BOOKS,
      inject: [CONFIG],
      useFactory: ({ INSURER_DATABASE_URL: app, INSURER_MIGRATION_DATABASE_URL: owner }: SandboxConfig) =>
        openBooks('insurer', { app, owner }, [InsurerBooks1700000000003, InsurerPayouts1764150000003]),
    },
    {
      provide: Insurer,
      inject: [INSURER_BOOKS, Clock],
      useFactory: (books: Pool, clock: Clock) => new Insurer(books, clock),
    },
    { provide: InsurerReport, inject: [INSURER_BOOKS], useFactory: (books: Pool) => new InsurerReport(books) },
    {
      provide: InsurerDiscrepancies,
      inject: [INSURER_BOOKS, Clock],
      useFactory: (books: Pool, clock: Clock) => new InsurerDiscrepancies(books, clock),
    },
    {
      provide: Callbacks,
      inject: [CONFIG],
      useFactory: ({ PUBLIC_URL, PSP_WEBHOOK_SECRET: psp, CARRIER_WEBHOOK_SECRET: carrier }: SandboxConfig) =>
        new Callbacks(PUBLIC_URL, { psp, carrier }),
    },
    {
      provide: Notifier,
      inject: [Psp, Callbacks],
      useFactory: (psp: Psp, calls: Callbacks) => new Notifier(psp, calls),
    },
    {
      provide: Messenger,
      inject: [Carrier, Callbacks],
      useFactory: (carrier: Carrier, calls: Callbacks) => new Messenger(carrier, calls),
    },
    {
      provide: Identity,
      inject: [DATABASE, CONFIG],
      useFactory: (pool: Pool, { JWT_ISSUER: issuer, JWT_AUDIENCE: audience }: SandboxConfig) =>
        new Identity(pool, { issuer, audience }),
    },
    { provide: FOLLOWERS, inject: [CONFIG], useFactory: followers },
  ],
  subscriptions: (inject) => [
    {
      group: 'sandbox',
      topics: ['orders', 'after-sales'],
      reactions: [
        {
          type: 'order.paid',
          handle: ({ data }) => captureAll(inject(Psp), data as OrderPaid['data']), // the catalogue names this type
        },
        {
          type: 'charge.captured',
          handle: ({ data }) => captureCharge(inject(Psp), data as ChargeCaptured['data']), // as above
        },
      ],
    },
  ],
  background: (inject) => {
    const [notifier, messenger] = [inject(Notifier), inject(Messenger)];
    notifier.start();
    messenger.start();
    return {
      stop: async () => {
        notifier.stop();
        messenger.stop();
        await inject(Callbacks).close();
      },
    };
  },
};

function followers(config: SandboxConfig): readonly string[] {
  const { ORDERS_URL, AFTER_SALES_URL, REFUNDS_URL, PICKUPS_URL, INSURANCE_URL, INTEGRATIONS_URL } = config;
  return [ORDERS_URL, AFTER_SALES_URL, REFUNDS_URL, PICKUPS_URL, INSURANCE_URL, INTEGRATIONS_URL];
}
