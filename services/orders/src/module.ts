import { catalogue } from '@amends/contracts';
import { orderAggregate, priceAggregate } from '@amends/domain/orders';
import type { ServiceDefinition } from '@amends/platform/http';
import { AddressChanges } from './application/address-changes';
import { Orders } from './application/orders';
import { OrderLists } from './application/order-lists';
import { Prices } from './application/prices';
import { subscription } from './consumers/subscription';
import { AddressChangesController } from './http/address-changes.controller';
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
  controllers: [OrdersController, AddressChangesController, PricesController],
  providers: [Orders, OrderLists, AddressChanges, Prices],
  subscriptions: () => [subscription],
  deadlines: () => deadlineReached,
};
