import { catalogue } from '@amends/contracts';
import { parcelAggregate, wayBackAggregate } from '@amends/domain/pickups';
import type { ServiceDefinition } from '@amends/platform/http';
import { Carrier } from './application/carrier';
import { carrierOf } from './application/carrier-choice';
import { CarrierDriver } from './application/carrier-driver';
import { CarrierReports } from './application/carrier-reports';
import { Pickups } from './application/pickups';
import { CONFIG, readConfig } from './config';
import { subscription } from './consumers/subscription';
import { CarriersController } from './http/carriers.controller';
import { EasyPostController } from './http/easypost.controller';
import { PickupsController } from './http/pickups.controller';
import { deadlineReached } from './timers/deadlines';

/** The parcel that comes back: the courier who collects it, its number, and what the carrier reports of it. */
export const pickups: ServiceDefinition = {
  name: 'pickups',
  port: 8084,
  aggregates: [parcelAggregate, wayBackAggregate],
  catalogue,
  personalData: true,
  controllers: [PickupsController, CarriersController, EasyPostController],
  providers: [
    { provide: CONFIG, useFactory: readConfig },
    { provide: Carrier, inject: [CONFIG], useFactory: carrierOf },
    Pickups,
    CarrierReports,
    CarrierDriver,
  ],
  subscriptions: () => [subscription],
  deadlines: () => deadlineReached,
  background: async (inject) => {
    await inject(CarrierDriver).resume();
    return { stop: () => Promise.resolve() };
  },
};
