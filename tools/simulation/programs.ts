import type { Metadata } from '@amends/platform/event-store';
import { createMetrics, type Log } from '@amends/platform/observability';
import { Freshness, type Reaction } from '@amends/platform/messaging';
import { Reconciler } from '@amends/reconciliation';
import { InsurerDriver } from '../../services/insurance/src/application/insurer-driver';
import type { InsuranceConfig } from '../../services/insurance/src/config';
import { subscription as ofInsurance } from '../../services/insurance/src/consumers/subscription';
import { deadlineReached as insuranceDeadline } from '../../services/insurance/src/timers/deadlines';
import { FastRefundTerms } from '../../services/refunds/src/application/fast-refund-terms';
import { LegDriver } from '../../services/refunds/src/application/leg-driver';
import { Notifications } from '../../services/refunds/src/application/notifications';
import { GuardedProvider } from '../../services/refunds/src/application/providers/guarded-provider';
import { OurItems } from '../../services/refunds/src/application/reconciliation/our-items';
import { ProviderComparing } from '../../services/refunds/src/application/reconciliation/provider-comparing';
import { RefundFinder } from '../../services/refunds/src/application/refund-finder';
import type { RefundsConfig } from '../../services/refunds/src/config';
import { moneyAsked } from '../../services/refunds/src/consumers/money-asked';
import { scans } from '../../services/refunds/src/consumers/scans';
import { tickets } from '../../services/refunds/src/consumers/tickets';
import { deadlineReached as refundsDeadline } from '../../services/refunds/src/timers/deadlines';
import { appliedTwice, forgettingFreight, forgettingReserves, forgivingGoods, NewNumbers, type Bug } from './bugs';
import type { Front } from './front';
import { SimulatedInsurer, type InsurerOutside } from './insurer';
import { settingsFor } from './limits';
import { SimulatedProvider, SimulatedReport, type ProviderOutside } from './provider';
import type { Program } from './service';
import type { Stage } from './stage';

const metrics = createMetrics('simulation', false);
const DESK: Metadata = { actor: { role: 'operator', id: 'op-1' }, correlationId: 'desk' };
/** No request waits for what another service has just said: nobody asks over HTTP here. */
const NOBODY_WAITS = Object.create(Freshness.prototype) as Freshness;

/** Refunds as `module.ts` puts it together, without Nest. */
export const refundsProgram =
  (stage: Stage, outside: ProviderOutside, front: Front, bug: Bug | undefined): Program =>
  (store, clock, life) => {
    const log = logOn(stage);
    const limits = settingsFor(bug === 'limits-not-set' ? {} : outside.demands);
    const config = { AMENDS_MODE: 'demo', PSP_CONCURRENCY: 4, ...limits } as RefundsConfig;
    const called = new SimulatedProvider(outside, life);
    const asked = bug === 'retry-with-new-number' ? new NewNumbers(called) : called;
    const provider = new GuardedProvider(asked, config.PSP_CALLS_PER_SECOND, undefined, () => stage.nowMs);
    const driver = new LegDriver(store, provider, clock, config, metrics, log);
    const finder = new RefundFinder(store, NOBODY_WAITS, clock);
    const notifications = new Notifications(finder, driver, log);
    const terms = new FastRefundTerms(store, config);
    const books = new ProviderComparing(store, new SimulatedReport(outside), new OurItems(store, finder));
    const reconciler = new Reconciler(store, books, clock, metrics, log);
    front.life = life;
    front.ask = (place) => driver.ask(place, DESK);
    front.reconcile = (day) => reconciler.run(day, DESK);
    front.take =
      bug === 'notification-applied-twice'
        ? appliedTwice(store, async (refundId) => (await finder.anyRefund(refundId))?.streamId)
        : (letter) => notifications.take(letter);
    driver.onModuleInit();
    const reactions = [...moneyAsked, ...tickets(terms), ...scans(terms)];
    return {
      subscription: {
        group: 'refunds',
        topics: ['orders', 'after-sales', 'pickups', 'refunds.commands'],
        reactions: bug === undefined ? reactions : (MISREADINGS[bug]?.(reactions) ?? reactions),
      },
      deadlines: refundsDeadline,
      begin: async () => {
        await terms.announce();
        await driver.resume();
      },
    };
  };

const MISREADINGS: Readonly<Partial<Record<Bug, (reactions: readonly Reaction[]) => readonly Reaction[]>>> = {
  'reserve-forgotten': forgettingReserves,
  'freight-forgotten': forgettingFreight,
  'kept-goods-forgiven': forgivingGoods,
};

/** Insurance as `module.ts` puts it together, without Nest. */
export const insuranceProgram =
  (stage: Stage, outside: InsurerOutside): Program =>
  (store, _, life) => {
    const config = { INSURER_CONCURRENCY: 4 } as InsuranceConfig;
    const driver = new InsurerDriver(store, new SimulatedInsurer(outside, life), config, logOn(stage));
    driver.onModuleInit();
    return { subscription: ofInsurance, deadlines: insuranceDeadline, begin: () => Promise.resolve() };
  };

const logOn = (stage: Stage): Log => ({
  debug: () => undefined,
  info: (event) => stage.note(`  log ${event}`),
  warn: (event) => stage.note(`  log ${event}`),
  error: (event, fault) => stage.note(`  log ${event}: ${String(fault)}`),
});
