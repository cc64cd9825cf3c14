import type { Merchant } from '../policy/merchant';
import { T0 } from './play-for-tests';

/** A merchant who sends the other item first. */
export const FAST_EXCHANGE: Merchant = {
  versions: [
    { number: 1, since: T0, byCategory: { default: { fastExchange: true }, apparel: { fastExchange: true } } },
  ],
  rules: [],
};
