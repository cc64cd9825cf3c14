import { catalogue } from '@amends/contracts';
import {
  accountAggregate,
  buyerCreditAggregate,
  fastRefundDayAggregate,
  settingsAggregate,
} from '@amends/domain/refunds';
import type { ServiceDefinition } from '@amends/platform/http';
import { FastRefundTerms } from './application/fast-refund-terms';
import { LegDriver } from './application/leg-driver';
import { Notifications } from './application/notifications';
import { providerOf } from './application/providers/choice';
import { PaymentProvider } from './application/providers/payment-provider';
import { RefundFinder } from './application/refund-finder';
import { CONFIG, readConfig } from './config';
import { moneyAsked } from './consumers/money-asked';
import { scans } from './consumers/scans';
import { tickets } from './consumers/tickets';
import { DevelopmentController } from './http/development.controller';
import { FastRefundController } from './http/fast-refund.controller';
import { NotificationsController } from './http/notifications.controller';
import { StripeNotificationsController } from './http/stripe-notifications.controller';
import { RefundsController } from './http/refunds.controller';
import { deadlineReached } from './timers/deadlines';

/** Money back, exactly once: the books of every order, the payment provider, and money before the goods are back. */
export const refunds: ServiceDefinition = {
  name: 'refunds',
  port: 8083,
  aggregates: [accountAggregate, buyerCreditAggregate, settingsAggregate, fastRefundDayAggregate],
  catalogue,
  controllers: [
    RefundsController,
    FastRefundController,
    NotificationsController,
    StripeNotificationsController,
    DevelopmentController,
  ],
  providers: [
    { provide: CONFIG, useFactory: readConfig },
    { provide: PaymentProvider, inject: [CONFIG], useFactory: providerOf },
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
