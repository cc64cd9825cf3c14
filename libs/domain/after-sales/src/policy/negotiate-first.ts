import type { PromisedPolicies } from './policy';
import { policyCategory } from './terms';

/** Whether goods of these categories were paid for under terms by which the merchant talks before he rejects. */
export const isTalkedOf = (categories: readonly string[], promised: PromisedPolicies): boolean =>
  categories.some((category) => promised[policyCategory(category)]?.flags.negotiateFirst === true);
