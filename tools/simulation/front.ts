import type { Notified } from '../../services/refunds/src/application/notifications';
import type { LegPlace } from '../../services/refunds/src/application/leg-driver';
import type { Life } from './stage';

/** What those outside may ask of the process of refunds that lives now. */
export type Front = {
  life: Life;
  /** Takes a notification; answers whether it is dealt with. */
  take: (letter: Notified) => Promise<boolean>;
  /** Asks the provider about a leg; answers whether it was heard. */
  ask: (place: LegPlace) => Promise<boolean>;
  /** Compares the books of a day, `2026-03-01`, with the provider's. */
  reconcile: (day: string) => Promise<unknown>;
};

/** Before the first process lives. */
export const nobody = (): Front => ({
  life: { alive: false, name: 'nobody' },
  take: () => Promise.resolve(false),
  ask: () => Promise.resolve(false),
  reconcile: () => Promise.reject(new Error('nobody is there')),
});
