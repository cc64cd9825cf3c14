export * from './account/account';
export { advanceable } from './account/advancing';
export * from './account/commands';
export * from './account/decide';
export * from './account/decisions';
export { agrees, legAt } from './account/hearing';
export { isLinkNumber, linkTerms, recoveryIdOf } from './account/payment-links';
export { liveLinkOf, recoveryOf, recoveryView, type RecoveryView } from './account/recovering';
export { isBalanced, ledgerView, refundView } from './account/views';
export { allowedActions } from './account/reserving';
export * from './buyer-credit/buyer-credit';
export {
  buyerCreditAggregate,
  buyerCreditDecider,
  promisedOn,
  setOffOf,
  sharesOf,
  standingOf,
} from './buyer-credit/decide';
export * from './buyer-credit/follow-account';
export * from './fast-refund/eligibility';
export { expectedFastRefund, type ExpectedReturn, type HeardOfFastRefund } from './fast-refund/expecting';
export * from './fast-refund/fast-refund';
export * from './fast-refund/transitions';
export * from './fast-refund-day/fast-refund-day';
export * from './fast-refund-settings/fast-refund-settings';
export type { ProviderLimits } from './leg/limits';
export { isExternal, refundIdOf, type Leg } from './leg/leg';
export { FAILED, legLife, OPEN, TRYING } from './leg/transitions';
export { attentionOf, type Attention } from './account/attention';
export type { Refund } from './refund/refund';
export { refundLife } from './refund/transitions';
