import {
  caseDecider,
  changedClaims,
  stockDecider,
  type CaseCommand,
  type CaseEvent,
  type CaseRefusal,
  type CaseState,
} from '@amends/domain/after-sales';
import { isRefusal, type Refusal } from '@amends/kernel';
import { handle, type Actor, type Handled, type Unit } from '@amends/platform/event-store';
import { stockStreamOf } from './streams';

/**
 * Runs a command on a case, and keeps the merchant's stock in step with what the exchanges on it want: both are written
 * together or not at all.
 */
export const changeCase = async (
  unit: Unit,
  streamId: string,
  command: CaseCommand,
  by?: Actor,
): Promise<Refusal<CaseRefusal> | Handled<CaseState, CaseEvent>> => {
  const { state: before } = await unit.load(caseDecider.aggregate, streamId);
  const handled = await handle(unit, caseDecider, streamId, command, by);
  if (!isRefusal(handled)) {
    await keepStock(unit, before, handled.state);
    await restock(unit, handled);
  }
  return handled;
};

const keepStock = async (unit: Unit, before: CaseState, after: CaseState): Promise<void> => {
  const merchantId = after.order?.merchantId;
  if (merchantId === undefined) return;
  for (const { afterSaleId, sku, units, is } of changedClaims(before, after))
    await handle(unit, stockDecider, stockStreamOf(merchantId, sku), {
      type: is === 'reserved' ? 'Reserve' : 'UseUp',
      data: { afterSaleId, units, at: unit.now },
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
