import { catalogue } from '@amends/contracts';
import { calendarAggregate, reconciliationAggregate } from '@amends/domain/reconciliation';
import {
  accountAggregate,
  buyerCreditAggregate,
  fastRefundDayAggregate,
  settingsAggregate,
} from '@amends/domain/refunds';
import { LOG, METRICS, type ServiceDefinition } from '@amends/platform/http';
import { Comparing, DailyReconciliation, Reconciler } from '@amends/reconciliation';
import { FastRefundTerms } from './application/fast-refund-terms';
import { LegDriver } from './application/leg-driver';
import { Notifications } from './application/notifications';
import { PaymentLinks } from './application/payment-links';
import { ProviderNotifications } from './application/provider-notifications';
import { paymentPagesOf, providerOf, settlementReportOf } from './application/providers/choice';
import { PaymentPages } from './application/providers/payment-pages';
import { PaymentProvider } from './application/providers/payment-provider';
import { SettlementReport } from './application/providers/settlement-report';
import { OurItems } from './application/reconciliation/our-items';
import { ProviderComparing } from './application/reconciliation/provider-comparing';
import { RefundFinder } from './application/refund-finder';
import { CONFIG, readConfig, type RefundsConfig } from './config';
import { moneyAsked } from './consumers/money-asked';
import { scans } from './consumers/scans';
import { tickets } from './consumers/tickets';
import { DevelopmentController } from './http/development.controller';
import { FastRefundController } from './http/fast-refund.controller';
import { LostLegsController } from './http/lost-legs.controller';
import { NotificationsController } from './http/notifications.controller';
import { StripeNotificationsController } from './http/stripe-notifications.controller';
import { ReconciliationsController } from './http/reconciliations.controller';
import { RecoveriesController } from './http/recoveries.controller';
import { RefundsController } from './http/refunds.controller';
import { deadlineReached } from './timers/deadlines';

/** Money back, exactly once: the books of every order, the payment provider, and money before the goods are back. */
export const refunds: ServiceDefinition = {
  name: 'refunds',
  port: 8083,
  aggregates: [
    accountAggregate,
    buyerCreditAggregate,
    settingsAggregate,
    fastRefundDayAggregate,
    reconciliationAggregate,
    calendarAggregate,
  ],
  catalogue,
  controllers: [
    RefundsController,
    LostLegsController,
    FastRefundController,
    RecoveriesController,
    ReconciliationsController,
    NotificationsController,
    StripeNotificationsController,
    DevelopmentController,
  ],
  providers: [
    { provide: CONFIG, useFactory: readConfig },
    { provide: PaymentProvider, inject: [CONFIG, METRICS, LOG], useFactory: providerOf },
    { provide: PaymentPages, inject: [CONFIG], useFactory: paymentPagesOf },
    { provide: SettlementReport, inject: [CONFIG], useFactory: settlementReportOf },
    FastRefundTerms,
    LegDriver,
    PaymentLinks,
    Notifications,
    ProviderNotifications,
    RefundFinder,
    OurItems,
    { provide: Comparing, useClass: ProviderComparing },
    Reconciler,
    DailyReconciliation,
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
    await inject(DailyReconciliation).start(inject<RefundsConfig>(CONFIG).RECONCILIATION_HOUR);
    return { stop: () => Promise.resolve() };
  },
};
