import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@amends/kernel';
import { freeUnits, stockDecider, UNCOUNTED, type StockCommand } from './stock';

const at = '2026-03-01T02:00:00.000Z';
const tomorrow = '2026-03-02T02:00:00.000Z';

const after = (...commands: readonly StockCommand[]) =>
  commands.reduce((state, command) => {
    const decision = stockDecider.decide(command, state);
    return isRefusal(decision) ? state : decision.reduce(stockDecider.evolve, state);
  }, UNCOUNTED);
const count = (available: number | null, from = at): StockCommand => ({ type: 'Count', data: { available, from, at } });
const reserve = (afterSaleId: string, units: number): StockCommand => ({
  type: 'Reserve',
  data: { afterSaleId, units, at },
});
const restock = (units: number): StockCommand => ({ type: 'Restock', data: { afterSaleId: 'aft_1', units, at } });
const useUp = (afterSaleId: string, units: number): StockCommand => ({
  type: 'UseUp',
  data: { afterSaleId, units, at },
});

describe('the stock of a SKU (rulings 4.5)', () => {
  it('is not tracked until somebody counts, and no more once he stops', () => {
    expect(freeUnits(UNCOUNTED, at)).toBeNull();
    expect(freeUnits(after(reserve('aft_1', 1)), at)).toBeNull();
    expect(freeUnits(after(count(3), count(null)), at)).toBeNull();
  });

  it('is free but for what tickets have set aside, also before it was counted', () => {
    expect(freeUnits(after(reserve('aft_1', 1), count(3)), at)).toBe(2);
    expect(freeUnits(after(count(3), reserve('aft_1', 2), reserve('aft_2', 1)), at)).toBe(0);
    expect(freeUnits(after(count(3), reserve('aft_1', 2)), at, 'aft_1')).toBe(3);
    expect(freeUnits(after(count(1), reserve('aft_1', 2)), at)).toBe(0);
  });

  it('gets back what is let go, and loses what is used up', () => {
    expect(freeUnits(after(count(3), reserve('aft_1', 2), reserve('aft_1', 0)), at)).toBe(3);
    expect(freeUnits(after(count(3), reserve('aft_1', 2), useUp('aft_1', 2)), at)).toBe(1);
    expect(freeUnits(after(count(1), useUp('aft_1', 2)), at)).toBe(0);
  });

  it('is counted anew with each announcement, from the instant that it names', () => {
    expect(freeUnits(after(count(3), reserve('aft_1', 1), count(5)), at)).toBe(4);
    const announced = after(count(3), count(7, tomorrow));
    expect([freeUnits(announced, at), freeUnits(announced, tomorrow)]).toEqual([3, 7]);
  });

  it('grows by what comes back and is for sale again, where somebody counts (rulings 4.11)', () => {
    expect(freeUnits(after(count(0), restock(2), reserve('aft_2', 1)), at)).toBe(1);
    expect(freeUnits(after(restock(2)), at)).toBeNull();
    expect(freeUnits(after(restock(2), count(1)), at)).toBe(1);
  });

  it('keeps nothing that changes nothing', () =>
    expect(stockDecider.decide(reserve('aft_1', 1), after(reserve('aft_1', 1)))).toEqual([]));
});
