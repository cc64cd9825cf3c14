import type { ProviderAnswer } from '@amends/domain/refunds';

/** A refund as the provider is asked for it. The same number again is the same refund. Amount in minor units. */
export type ProviderRefund = Readonly<{ refundNumber: string; paymentId: string; amount: number; currency: string }>;

/** What names a refund at the provider. */
export type AskedRefund = Pick<ProviderRefund, 'refundNumber' | 'paymentId'>;

/**
 * The payment provider. Neither call throws: what cannot be heard is `silence`, and nothing is assumed about it.
 * A port: one name is both the type and the injection token.
 */
export abstract class PaymentProvider {
  /** Asks for the money to be given back. */
  abstract refund(refund: ProviderRefund): Promise<ProviderAnswer>;
  /** Asks what became of a refund number. */
  abstract query(refund: AskedRefund): Promise<ProviderAnswer>;
  /** Ends its connections. */
  abstract close(): Promise<void>;
}

/** Nothing was heard: it may have had effect or not. */
export const SILENCE: ProviderAnswer = { outcome: 'silence' };
