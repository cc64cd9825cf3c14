import { machine } from '@amends/kernel';

/** Where the wish to stop an outward parcel stands. */
export type InterceptStage = 'asked' | 'coming_back' | 'back' | 'failed';
export type InterceptCommand = 'intercepted' | 'intercept_failed' | 'signed';
export type InterceptStep = 'stopped' | 'not_stopped' | 'delivered' | 'returned';

/** The life of that wish (rulings.md 3.7): a parcel that was stopped and then signed is back where it came from. */
// prettier-ignore
export const interceptLife = machine<InterceptStage, InterceptCommand, InterceptStep, 'carrier'>('asked', [
  { row: 'S5', from: 'asked',       by: ['carrier'], on: 'intercepted',      emits: 'stopped',     to: 'coming_back' },
  { row: 'S6', from: 'asked',       by: ['carrier'], on: 'intercept_failed', emits: 'not_stopped', to: 'failed'      },
  { row: 'S6', from: 'asked',       by: ['carrier'], on: 'signed',           emits: 'delivered',   to: 'failed'      },
  { row: 'S5', from: 'coming_back', by: ['carrier'], on: 'signed',           emits: 'returned',    to: 'back'        },
]);
