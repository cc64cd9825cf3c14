import { createMetrics, type Log } from '@amends/platform/observability';
import { Freshness } from '@amends/platform/messaging';
import { InsurerDriver } from '../../services/insurance/src/application/insurer-driver';
import type { InsuranceConfig } from '../../services/insurance/src/config';
import { subscription as ofInsurance } from '../../services/insurance/src/consumers/subscription';
import { deadlineReached as insuranceDeadline } from '../../services/insurance/src/timers/deadlines';
import { FastRefundTerms } from '../../services/refunds/src/application/fast-refund-terms';
import { LegDriver } from '../../services/refunds/src/application/leg-driver';
import { Notifications } from '../../services/refunds/src/application/notifications';
import { RefundFinder } from '../../services/refunds/src/application/refund-finder';
import type { RefundsConfig } from '../../services/refunds/src/config';
import { moneyAsked } from '../../services/refunds/src/consumers/money-asked';
import { scans } from '../../services/refunds/src/consumers/scans';
import { tickets } from '../../services/refunds/src/consumers/tickets';
import { deadlineReached as refundsDeadline } from '../../services/refunds/src/timers/deadlines';
import { appliedTwice, forgettingReserves, NewNumbers, type Bug } from './bugs';
import { SimulatedInsurer, type InsurerOutside } from './insurer';
import { SimulatedProvider, type Mailbox, type ProviderOutside } from './provider';
import type { Program } from './service';
import type { Stage } from './stage';

const metrics = createMetrics('simulation', false);
/** No request waits for what another service has just said: nobody asks over HTTP here. */
const NOBODY_WAITS = Object.create(Freshness.prototype) as Freshness;

/** Refunds as `module.ts` puts it together, without Nest. */
export const refundsProgram =
  (stage: Stage, outside: ProviderOutside, mailbox: Mailbox, bug: Bug | undefined): Program =>
  (store, clock, life) => {
    const log = logOn(stage);
    const config = { AMENDS_MODE: 'demo', PSP_CONCURRENCY: 4 } as RefundsConfig;
    const provider = new SimulatedProvider(outside, life);
    const driver = new LegDriver(
      store,
      bug === 'retry-with-new-number' ? new NewNumbers(provider) : provider,
      config,
      metrics,
      log,
    );
    const finder = new RefundFinder(store, NOBODY_WAITS, clock);
    const notifications = new Notifications(finder, driver, log);
    const terms = new FastRefundTerms(store, config);
    mailbox.life = life;
    mailbox.take =
      bug === 'notification-applied-twice'
        ? appliedTwice(store, async (refundId) => (await finder.anyRefund(refundId))?.streamId)
        : (letter) => notifications.take(letter);
    driver.onModuleInit();
    const reactions = [...moneyAsked, ...tickets(terms), ...scans(terms)];
    return {
      subscription: {
        group: 'refunds',
        topics: ['orders', 'after-sales', 'pickups', 'refunds.commands'],
        reactions: bug === 'reserve-forgotten' ? forgettingReserves(reactions) : reactions,
      },
      deadlines: refundsDeadline,
      begin: async () => {
        await terms.announce();
        await driver.resume();
      },
    };
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
