import type { FastRefundChanged, RecoveryChanged, RecoveryPaymentReceived } from '@amends/contracts';
import type { Instant, Message, Minor } from '@amends/kernel';

/**
 * Money that went out before the goods were back, and who answered for it, in minor units. What is left of `advanced` after
 * the three others is open.
 */
export type Advance = Readonly<{
  refundId: string;
  orderId: string;
  buyerId: string;
  /** When it first went out. */
  advancedAt: Instant;
  advanced: Minor;
  /** Taken from the shop. */
  settled: Minor;
  /** Given back by the buyer. */
  recovered: Minor;
  writtenOff: Minor;
}>;

type Told = FastRefundChanged | RecoveryChanged | RecoveryPaymentReceived;
type Rules = Readonly<Partial<Record<Told['type'], (advance: Advance, amount: Minor) => Advance>>>;

const RULES: Rules = {
  // Again, when the provider took it back and it was paid once more.
  'fast_refund.advanced': (advance, amount) => ({ ...advance, advanced: advance.advanced + amount }),
  'fast_refund.undone': (advance, amount) => ({ ...advance, advanced: advance.advanced - amount }),
  'fast_refund.settled': (advance, amount) => ({ ...advance, settled: advance.settled + amount }),
  'recovery.payment_received': (advance, amount) => ({ ...advance, recovered: advance.recovered + amount }),
  'recovery.written_off': (advance, amount) => ({ ...advance, writtenOff: advance.writtenOff + amount }),
};

/** The types of events that advances are known by. */
export const ADVANCE_TYPES: readonly string[] = Object.keys(RULES);

/** The refund that an event of ADVANCE_TYPES is about; null where it has none. */
export const advanceNamedBy = ({ data }: Message): string | null => (data as Told['data']).refundId;

/**
 * The advance after an event of its refund, events in the order they happened. Undefined as long as nothing was advanced
 * under this id: an ordinary refund, or a debt for goods that were kept.
 */
export const evolveAdvance = (advance: Advance | undefined, { type, data }: Message): Advance | undefined => {
  const before = advance ?? (type === 'fast_refund.advanced' ? opened(data as FastRefundChanged['data']) : undefined);
  const rule = RULES[type as keyof Rules];
  if (before === undefined || rule === undefined) return before;
  const amount: unknown = Reflect.get(data, 'amount');
  return rule(before, typeof amount === 'number' ? amount : 0);
};

const opened = ({ refundId, orderId, buyerId, occurredAt }: FastRefundChanged['data']): Advance => ({
  refundId: refundId ?? '',
  orderId,
  buyerId,
  advancedAt: occurredAt,
  advanced: 0,
  settled: 0,
  recovered: 0,
  writtenOff: 0,
});
