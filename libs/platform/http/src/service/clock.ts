import type { Clock } from '@amends/kernel';
import { DevelopmentClock, SharedClock, SystemClock } from '@amends/platform/timers';
import type { Provider, Type } from '@nestjs/common';
import type { Pool } from 'pg';
import { DevelopmentClockController } from './development-clock-controller';

export type ServiceClock = Readonly<{
  clock: Clock;
  /** Calls the listener after a move of the development clock; never, of the system's. */
  onMoved: (listener: () => void) => void;
  providers: readonly Provider[];
  controllers: readonly Type[];
  stop: () => void;
}>;

/** The system's clock; in development mode one that follows the holder at `holderUrl` and can be pushed. */
export const serviceClock = async (demo: boolean, pool: Pool, holderUrl: string): Promise<ServiceClock> => {
  if (!demo) {
    return {
      clock: new SystemClock(),
      onMoved: () => undefined,
      providers: [],
      controllers: [],
      stop: () => undefined,
    };
  }
  const clock = new DevelopmentClock();
  const shared = new SharedClock(pool, clock, holderUrl);
  await shared.start();
  return {
    clock,
    onMoved: (listener) => clock.onMoved(listener),
    providers: [
      { provide: DevelopmentClock, useValue: clock },
      { provide: SharedClock, useValue: shared },
    ],
    controllers: [DevelopmentClockController],
    stop: () => shared.stop(),
  };
};
