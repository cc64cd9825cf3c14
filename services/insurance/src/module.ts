import { catalogue } from '@amends/contracts';
import { policyAggregate } from '@amends/domain/insurance';
import { calendarAggregate, reconciliationAggregate } from '@amends/domain/reconciliation';
import type { ServiceDefinition } from '@amends/platform/http';
import { Comparing, DailyReconciliation, Reconciler } from '@amends/reconciliation';
import { Claims } from './application/claims';
import { HttpInsurer } from './application/http-insurer';
import { Insurer } from './application/insurer';
import { InsurerDriver } from './application/insurer-driver';
import { InsuranceFinder } from './application/insurance-finder';
import { InsurerComparing } from './application/reconciliation/insurer-comparing';
import { OurPayouts } from './application/reconciliation/our-payouts';
import { CONFIG, readConfig, type InsuranceConfig } from './config';
import { subscription } from './consumers/subscription';
import { ClaimsController } from './http/claims.controller';
import { PoliciesController } from './http/policies.controller';
import { ReconciliationsController } from './http/reconciliations.controller';
import { deadlineReached } from './timers/deadlines';

/** Shipping insurance: the policy of an order, a claim for each parcel that went back, and what the insurer pays. */
export const insurance: ServiceDefinition = {
  name: 'insurance',
  port: 8085,
  aggregates: [policyAggregate, reconciliationAggregate, calendarAggregate],
  catalogue,
  controllers: [PoliciesController, ClaimsController, ReconciliationsController],
  providers: [
    { provide: CONFIG, useFactory: readConfig },
    {
      provide: Insurer,
      inject: [CONFIG],
      useFactory: ({
        INSURER_URL: url,
        INSURER_TIMEOUT_MS: timeoutMs,
        INSURER_CONCURRENCY: connections,
      }: InsuranceConfig) => new HttpInsurer({ url, timeoutMs, connections }),
    },
    InsurerDriver,
    InsuranceFinder,
    Claims,
    OurPayouts,
    { provide: Comparing, useClass: InsurerComparing },
    Reconciler,
    DailyReconciliation,
  ],
  subscriptions: () => [subscription],
  deadlines: () => deadlineReached,
  background: async (inject) => {
    await inject(DailyReconciliation).start(inject<InsuranceConfig>(CONFIG).INSURANCE_RECONCILIATION_HOUR);
    return { stop: () => Promise.resolve() };
  },
};
