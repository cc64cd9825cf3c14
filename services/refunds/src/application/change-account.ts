import {
  accountDecider,
  buyerCreditDecider,
  consequencesOf,
  fastRefundOf,
  type Account,
  type AccountCommand,
  type AccountEvent,
  type AccountRefusal,
} from '@amends/domain/refunds';
import { isRefusal, type Refusal } from '@amends/kernel';
import { handle, type Actor, type Handled, type Unit } from '@amends/platform/event-store';
import { creditStream } from './streams';

/** Decides on the account of an order, and writes in the same unit what that means for its buyer. */
export const changeAccount = async (
  unit: Unit,
  streamId: string,
  command: AccountCommand,
  by?: Actor,
): Promise<Refusal<AccountRefusal> | Handled<Account, AccountEvent>> => {
  const handled = await handle(unit, accountDecider, streamId, command, by);
  if (!isRefusal(handled)) await followWithBuyer(unit, handled);
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

const buyerOf = ({ data }: AccountEvent): string | undefined => ('buyerId' in data ? data.buyerId : undefined);
