import { catalogue } from '@amends/contracts';
import { orderAggregate, priceAggregate } from '@amends/domain/orders';
import type { ServiceDefinition } from '@amends/platform/http';
import { Orders } from './application/orders';
import { OrderLists } from './application/order-lists';
import { Prices } from './application/prices';
import { subscription } from './consumers/subscription';
import { OrdersController } from './http/orders.controller';
import { PricesController } from './http/prices.controller';
import { deadlineReached } from './timers/deadlines';

/** Purchase facts: what was bought and paid, what was shipped and received, what it costs today. */
export const orders: ServiceDefinition = {
  name: 'orders',
  port: 8081,
  aggregates: [orderAggregate, priceAggregate],
  catalogue,
  personalData: true,
  controllers: [OrdersController, PricesController],
  providers: [Orders, OrderLists, Prices],
  subscriptions: () => [subscription],
  deadlines: () => deadlineReached,
};
