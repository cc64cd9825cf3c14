import { catalogue } from '@amends/contracts';
import {
  complaintAggregate,
  complaintCountAggregate,
  goodwillBudgetAggregate,
  goodwillProposalAggregate,
} from '@amends/domain/after-sales';
import { serviceSettings, settings } from '@amends/platform/config';
import { DATABASE, type ServiceDefinition } from '@amends/platform/http';
import { Freshness } from '@amends/platform/messaging';
import type { Pool } from 'pg';
import { Actions } from './application/actions';
import { Applications } from './application/applications';
import { BatchApprovals } from './application/batch-approvals';
import { BatchExtensions } from './application/batch-extensions';
import { Cancellations } from './application/cancellations';
import { CaseFinder } from './application/case-finder';
import { Complaints } from './application/complaints';
import { Credit } from './application/credit';
import { Disputes } from './application/disputes';
import { DropOffPoints, HttpDropOffPoints } from './application/drop-off-points';
import { EvidenceStore } from './application/evidence';
import { EvidenceUploads } from './application/evidence-uploads';
import { Exports } from './application/exports';
import { Goodwill } from './application/goodwill';
import { GoodwillBudgets } from './application/goodwill-budgets';
import { GoodwillProposals } from './application/goodwill-proposals';
import { Histories } from './application/histories';
import { KnownOrders } from './application/known-orders';
import { Options } from './application/options';
import { OrderUnits } from './application/order-units';
import { Policies } from './application/policies';
import { PolicyReplays } from './application/policy-replays';
import { ReasonReports } from './application/reason-reports';
import { Shelves } from './application/shelves';
import {
  caseAggregate,
  denialAggregate,
  goodsOutAggregate,
  merchantAggregate,
  skuAggregate,
  stockAggregate,
} from './application/streams';
import { BuyerSuggestions } from './application/suggestions';
import { Tickets } from './application/tickets';
import { Timelines } from './application/timeline';
import { afterSalesConfig } from './config';
import { announcements } from './consumers/announcements';
import { caseFacts } from './consumers/case-facts';
import { creditHeard } from './consumers/credit-heard';
import { toldByOthers } from './consumers/told-by-others';
import { ActionsController } from './http/actions.controller';
import { AfterSalesController } from './http/after-sales.controller';
import { BatchApprovalsController } from './http/batch-approvals.controller';
import { BatchExtensionsController } from './http/batch-extensions.controller';
import { CancellationsController } from './http/cancellations.controller';
import { CatalogueController } from './http/catalogue.controller';
import { ComplaintsController } from './http/complaints.controller';
import { DisputesController } from './http/disputes.controller';
import { EvidenceController } from './http/evidence.controller';
import { GoodwillController } from './http/goodwill.controller';
import { GuidanceController } from './http/guidance.controller';
import { MerchantsController } from './http/merchants.controller';
import { OptionsController } from './http/options.controller';
import { OrderPolicyController } from './http/order-policy.controller';
import { PolicyReplaysController } from './http/policy-replays.controller';
import { SuggestionsController } from './http/suggestions.controller';
import { RecordsController } from './http/records.controller';
import { TimelinesController } from './http/timelines.controller';
import { UnitsController } from './http/units.controller';
import { CreateAfterSales1764100000000 } from './migrations/create-after-sales';
import { HearFastRefundDay1764300000000 } from './migrations/hear-fast-refund-day';
import { TellByOrder1764200000000 } from './migrations/tell-by-order';
import { reachDeadline } from './timers/case-deadlines';

const { carrierUrl, carrierTimeoutMs } = afterSalesConfig();
const { AMENDS_MODE: mode } = settings({ AMENDS_MODE: serviceSettings.AMENDS_MODE });

/** After-sales: tickets on the units and money of orders, the terms they are judged by, and their whole story. */
export const afterSales: ServiceDefinition = {
  name: 'after-sales',
  port: 8082,
  aggregates: [
    caseAggregate,
    complaintAggregate,
    complaintCountAggregate,
    denialAggregate,
    goodsOutAggregate,
    goodwillBudgetAggregate,
    goodwillProposalAggregate,
    merchantAggregate,
    skuAggregate,
    stockAggregate,
  ],
  catalogue,
  personalData: true,
  migrations: [CreateAfterSales1764100000000, TellByOrder1764200000000, HearFastRefundDay1764300000000],
  controllers: [
    BatchApprovalsController,
    BatchExtensionsController,
    AfterSalesController,
    ActionsController,
    DisputesController,
    OptionsController,
    CancellationsController,
    EvidenceController,
    CatalogueController,
    MerchantsController,
    OrderPolicyController,
    PolicyReplaysController,
    SuggestionsController,
    TimelinesController,
    UnitsController,
    RecordsController,
    ComplaintsController,
    GoodwillController,
    GuidanceController,
  ],
  providers: [
    CaseFinder,
    KnownOrders,
    EvidenceStore,
    EvidenceUploads,
    Tickets,
    Actions,
    Applications,
    Goodwill,
    GoodwillBudgets,
    GoodwillProposals,
    BatchApprovals,
    BatchExtensions,
    BuyerSuggestions,
    Cancellations,
    Disputes,
    Options,
    Policies,
    PolicyReplays,
    Shelves,
    OrderUnits,
    Timelines,
    Exports,
    Histories,
    ReasonReports,
    Complaints,
    {
      provide: Credit,
      useFactory: (pool: Pool, freshness: Freshness) => new Credit(pool, freshness, mode),
      inject: [DATABASE, Freshness],
    },
    { provide: DropOffPoints, useFactory: () => new HttpDropOffPoints(carrierUrl, carrierTimeoutMs) },
  ],
  subscriptions: () => [
    {
      group: 'after-sales',
      topics: ['orders', 'refunds', 'pickups', 'insurance'],
      reactions: [...caseFacts, announcements],
      projections: [toldByOthers, creditHeard],
    },
  ],
  deadlines: (inject) => reachDeadline(inject(Credit)),
};
