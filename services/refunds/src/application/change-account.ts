import {
  accountDecider,
  buyerCreditAggregate,
  buyerCreditDecider,
  consequencesOf,
  fastRefundOf,
  sharesOf,
  type Account,
  type AccountCommand,
  type AccountEvent,
  type AccountRefusal,
} from '@amends/domain/refunds';
import { isRefusal, type Refusal } from '@amends/kernel';
import { handle, type Actor, type Handled, type Unit } from '@amends/platform/event-store';
import { accountOf, creditStream } from './streams';

/** Decides on the account of an order, and writes in the same unit what that means for its buyer. */
export const changeAccount = async (
  unit: Unit,
  streamId: string,
  command: AccountCommand,
  by?: Actor,
): Promise<Refusal<AccountRefusal> | Handled<Account, AccountEvent>> => {
  const handled = await handle(unit, accountDecider, streamId, command, by);
  if (!isRefusal(handled)) {
    await payFromSetOff(unit, handled.events);
    await followWithBuyer(unit, handled);
    await payFromBalance(unit, handled.events);
  }
  return handled;
};

const followWithBuyer = async (unit: Unit, { state, events }: Handled<Account, AccountEvent>): Promise<void> => {
  const currency = state.order?.currency ?? 'CNY';
  const advanceOf = (afterSaleId: string) => fastRefundOf(state, afterSaleId)?.afterSaleId ?? afterSaleId;
  const consequences = events.flatMap((event) => consequencesOf(event, currency, advanceOf));
  const buyerId = events.map(buyerOf).find((id) => id !== undefined);
  if (consequences.length === 0 || buyerId === undefined) return;
  const data = { buyerId, consequences, at: unit.now };
  await handle(unit, buyerCreditDecider, creditStream(buyerId), { type: 'Follow', data });
};

/** What was taken from a refund pays what the buyer owes, the oldest first, in the account of whichever order. */
const payFromSetOff = async (unit: Unit, events: readonly AccountEvent[]): Promise<void> => {
  for (const event of events) {
    if (event.type !== 'refund_leg.succeeded' || event.data.tender !== 'set_off') continue;
    const { buyerId, amount: taken } = event.data;
    const { state: credit } = await unit.load(buyerCreditAggregate, creditStream(buyerId));
    for (const { refundId, orderId, amount } of sharesOf(credit, taken))
      await payRecovery(unit, orderId, { refundId, amount, source: 'set_off' });
  }
};

/** What the buyer's balance holds is taken at once (rulings.md 6.3). */
const payFromBalance = async (unit: Unit, events: readonly AccountEvent[]): Promise<void> => {
  for (const event of events) {
    if (event.type !== 'recovery.started' || event.data.refundId === null) continue;
    const { buyerId, orderId, refundId, amount: owed } = event.data;
    const { state: credit } = await unit.load(buyerCreditAggregate, creditStream(buyerId));
    const amount = Math.min(owed, credit.balance);
    if (amount > 0) await payRecovery(unit, orderId, { refundId, amount, source: 'balance' });
  }
};

const payRecovery = async (
  unit: Unit,
  orderId: string,
  paid: Readonly<{ refundId: string; amount: number; source: 'set_off' | 'balance' }>,
): Promise<void> => {
  const data = { ...paid, paymentId: null, at: unit.now };
  await changeAccount(unit, accountOf(orderId), { type: 'PayRecovery', data });
};

const buyerOf = ({ data }: AccountEvent): string | undefined => ('buyerId' in data ? data.buyerId : undefined);
