import type { Money } from '@amends/contracts';
import {
  accountAggregate,
  accountDecider,
  legAt,
  refundIdOf,
  type Account,
  type ProviderAnswer,
} from '@amends/domain/refunds';
import { isRefusal } from '@amends/kernel';
import type { EventStore, Loaded, Unit } from '@amends/platform/event-store';
import type { Reaction } from '@amends/platform/messaging';
import type { Notified } from '../../services/refunds/src/application/notifications';
import {
  PaymentProvider,
  type AskedRefund,
  type ProviderRefund,
} from '../../services/refunds/src/application/providers/payment-provider';

/** Mistakes that have been made elsewhere. They are planted around the code that is simulated, never in it. */
export const BUGS = [
  'reserve-forgotten',
  'retry-with-new-number',
  'notification-applied-twice',
  'freight-forgotten',
  'kept-goods-forgiven',
  'limits-not-set',
] as const;
export type Bug = (typeof BUGS)[number];

/** Whoever asks for money does not see what others have set aside. */
export const forgettingReserves = (reactions: readonly Reaction[]): readonly Reaction[] =>
  reactions.map((each) => ({ ...each, handle: (message, unit) => each.handle(message, withoutReserves(unit)) }));

const withoutReserves = (unit: Unit): Unit => {
  const load: Unit['load'] = async (aggregate, streamId) => {
    const loaded = await unit.load(aggregate, streamId);
    return aggregate.category === accountAggregate.category ? (forgotten(loaded) as typeof loaded) : loaded;
  };
  return Object.create(unit, { load: { value: load } }) as Unit;
};

const forgotten = (loaded: Loaded<unknown>): Loaded<unknown> => {
  const account = loaded.state as Account;
  return { ...loaded, state: { ...account, refunds: account.refunds.filter(({ status }) => status === 'succeeded') } };
};

/** What one ticket asks for is read without its freight. */
export const forgettingFreight = (reactions: readonly Reaction[]): readonly Reaction[] =>
  reading(reactions, ['refund.request'], (data) =>
    'money' in data ? { ...data, money: { ...(data.money as Money), shippingFee: 0 } } : data,
  );

/** The end of a ticket is read without the goods that the buyer keeps. */
export const forgivingGoods = (reactions: readonly Reaction[]): readonly Reaction[] =>
  reading(reactions, ['after_sale.closed', 'after_sale.cancelled'], (data) => ({ ...data, advance: undefined }));

const reading = (
  reactions: readonly Reaction[],
  types: readonly string[],
  read: (data: object) => object,
): readonly Reaction[] =>
  reactions.map((each) =>
    types.includes(each.type)
      ? { ...each, handle: (message, unit) => each.handle({ ...message, data: read(message.data) }, unit) }
      : each,
  );

/** Each try goes to the provider under a number of its own. */
export class NewNumbers extends PaymentProvider {
  private readonly tries = new Map<string, number>();

  constructor(private readonly provider: PaymentProvider) {
    super();
  }

  override refund(refund: ProviderRefund): Promise<ProviderAnswer> {
    const tries = (this.tries.get(refund.refundNumber) ?? 0) + 1;
    this.tries.set(refund.refundNumber, tries);
    return this.provider.refund({ ...refund, refundNumber: this.numbered(refund.refundNumber) });
  }

  override query(refund: AskedRefund): Promise<ProviderAnswer> {
    return this.provider.query({ ...refund, refundNumber: this.numbered(refund.refundNumber) });
  }

  override close(): Promise<void> {
    return this.provider.close();
  }

  private numbered(refundNumber: string): string {
    const tries = this.tries.get(refundNumber) ?? 1;
    return tries === 1 ? refundNumber : `${refundNumber}-again-${String(tries)}`;
  }
}

/** A notification is believed at once, by two threads that have both read the account before either has written. */
export const appliedTwice =
  (store: EventStore, streamOf: (refundId: string) => Promise<string | undefined>) =>
  async ({ refundNumber, says }: Notified): Promise<boolean> => {
    const refundId = refundIdOf(refundNumber);
    const streamId = await streamOf(refundId);
    if (streamId === undefined) return true;
    const metadata = { actor: { role: 'system', id: 'payment_provider' }, correlationId: refundNumber };
    await store.run(metadata, async (unit) => {
      const { state } = await unit.load(accountAggregate, streamId);
      const found = legAt(state, { refundId, legId: refundNumber });
      const answer: ProviderAnswer = says === 'succeeded' ? { outcome: says } : { outcome: says, code: 'declined' };
      const data = { refundId, legId: refundNumber, attempt: found?.leg.attempts ?? 0, answer, at: unit.now };
      const decided = accountDecider.decide({ type: 'HearProvider', data }, state);
      if (isRefusal(decided) || decided.length === 0) return;
      unit.append(accountAggregate, streamId, decided);
      unit.append(accountAggregate, streamId, decided);
    });
    return true;
  };
