import {
  caseDecider,
  changedClaims,
  changedGoodsOut,
  changedGrants,
  goodwillBudgetDecider,
  goodsOutDecider,
  stockDecider,
  type CaseCommand,
  type CaseEvent,
  type CaseRefusal,
  type CaseState,
} from '@amends/domain/after-sales';
import { isRefusal, type Refusal } from '@amends/kernel';
import { handle, type Handled, type Unit } from '@amends/platform/event-store';
import type { Credit } from './credit';
import { budgetStreamOf, goodsOutAggregate, goodsOutStreamOf, stockStreamOf } from './streams';

/**
 * Runs a command on a case, and keeps the merchant's stock in step with what the exchanges on it want: both are written
 * together or not at all. `credit`: asked what may be advanced to the buyer, where somebody may approve.
 */
export const changeCase = async (
  unit: Unit,
  streamId: string,
  command: CaseCommand,
  credit?: Credit,
): Promise<Refusal<CaseRefusal> | Handled<CaseState, CaseEvent>> => {
  const { state: before } = await unit.load(caseDecider.aggregate, streamId);
  const handled = await handle(unit, caseDecider, streamId, await withLimit(unit, command, before, credit));
  if (!isRefusal(handled)) {
    await keepStock(unit, before, handled.state);
    await keepGoodsOut(unit, before, handled.state);
    await keepBudgets(unit, before, handled.state);
    await restock(unit, handled);
  }
  return handled;
};

/** Only what may be approved now can be sent first: nobody else's credit is asked for. */
const withLimit = async (
  unit: Unit,
  command: CaseCommand,
  { order, tickets }: CaseState,
  credit?: Credit,
): Promise<CaseCommand> => {
  const mayGoAhead =
    appliesForExchange(command) || tickets.some(({ fastExchange, course }) => fastExchange && course === 'ordinary');
  if (credit === undefined || order === null || !mayGoAhead) return command;
  const { state: out } = await unit.load(goodsOutAggregate, goodsOutStreamOf(order.buyerId));
  const advanceLimit = await credit.advanceLimitOf(order.buyerId, out);
  return { ...command, data: { ...command.data, advanceLimit } } as CaseCommand;
};

/** Approved at once, perhaps. */
const appliesForExchange = ({ type, data }: CaseCommand): boolean =>
  (type === 'Submit' && data.application.type === 'exchange') || (type === 'Modify' && data.change.type === 'exchange');

const keepStock = async (unit: Unit, before: CaseState, after: CaseState): Promise<void> => {
  const merchantId = after.order?.merchantId;
  if (merchantId === undefined) return;
  for (const { afterSaleId, sku, units, is } of changedClaims(before, after))
    await handle(unit, stockDecider, stockStreamOf(merchantId, sku), {
      type: is === 'reserved' ? 'Reserve' : 'UseUp',
      data: { afterSaleId, units, at: unit.now },
    });
};

/** Written with the approval that sends goods ahead, so that of two at once the later sees what the earlier has taken. */
const keepGoodsOut = async (unit: Unit, before: CaseState, after: CaseState): Promise<void> => {
  const buyerId = after.order?.buyerId;
  if (buyerId === undefined) return;
  for (const owed of changedGoodsOut(before, after))
    await handle(unit, goodsOutDecider, goodsOutStreamOf(buyerId), {
      type: 'Owe',
      data: { ...owed, buyerId, at: unit.now },
    });
};

/** What is given, arrives, or comes to nothing, for the budget it is of. */
const keepBudgets = async (unit: Unit, before: CaseState, after: CaseState): Promise<void> => {
  for (const { giver, currency, ...move } of changedGrants(before, after))
    await handle(unit, goodwillBudgetDecider, budgetStreamOf(giver, currency), {
      type: 'Follow',
      data: { ...move, giver, currency, at: unit.now },
    });
};

/** What came back and is for sale again is in stock from now on (rulings.md 4.11). */
const restock = async (unit: Unit, { events }: Handled<CaseState, CaseEvent>): Promise<void> => {
  for (const event of events) {
    if (event.type !== 'return.disposed') continue;
    const { merchantId, afterSaleId, dispositions } = event.data;
    for (const { disposition, sku, quantity: units } of dispositions) {
      if (disposition !== 'restock') continue;
      const command = { type: 'Restock', data: { afterSaleId, units, at: unit.now } } as const;
      await handle(unit, stockDecider, stockStreamOf(merchantId, sku), command);
    }
  }
};
