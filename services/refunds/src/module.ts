import { catalogue } from '@amends/contracts';
import { accountAggregate, buyerCreditAggregate, settingsAggregate } from '@amends/domain/refunds';
import type { ServiceDefinition } from '@amends/platform/http';
import { FastRefundTerms } from './application/fast-refund-terms';
import { HttpPaymentProvider } from './application/http-payment-provider';
import { LegDriver } from './application/leg-driver';
import { Notifications } from './application/notifications';
import { PaymentProvider } from './application/payment-provider';
import { RefundFinder } from './application/refund-finder';
import { CONFIG, readConfig, type RefundsConfig } from './config';
import { moneyAsked } from './consumers/money-asked';
import { scans } from './consumers/scans';
import { tickets } from './consumers/tickets';
import { DevelopmentController } from './http/development.controller';
import { FastRefundController } from './http/fast-refund.controller';
import { NotificationsController } from './http/notifications.controller';
import { RefundsController } from './http/refunds.controller';
import { deadlineReached } from './timers/deadlines';

/** Money back, exactly once: the books of every order, the payment provider, and money before the goods are back. */
export const refunds: ServiceDefinition = {
  name: 'refunds',
  port: 8083,
  aggregates: [accountAggregate, buyerCreditAggregate, settingsAggregate],
  catalogue,
  controllers: [RefundsController, FastRefundController, NotificationsController, DevelopmentController],
  providers: [
    { provide: CONFIG, useFactory: readConfig },
    {
      provide: PaymentProvider,
      inject: [CONFIG],
      useFactory: ({ PSP_URL: url, PSP_TIMEOUT_MS: timeoutMs, PSP_CONCURRENCY: connections }: RefundsConfig) =>
        new HttpPaymentProvider({ url, timeoutMs, connections }),
    },
    FastRefundTerms,
    LegDriver,
    Notifications,
    RefundFinder,
  ],
  subscriptions: (inject) => [
    {
      group: 'refunds',
      topics: ['orders', 'after-sales', 'pickups', 'refunds.commands'],
      reactions: [...moneyAsked, ...tickets(inject(FastRefundTerms)), ...scans(inject(FastRefundTerms))],
    },
  ],
  deadlines: () => deadlineReached,
  background: async (inject) => {
    await inject(FastRefundTerms).announce();
    await inject(LegDriver).resume();
    return { stop: () => Promise.resolve() };
  },
};
