import { DAY_MS, isRefusal, later } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { complaintCountDecider, NO_COMPLAINTS, type ComplaintCountCommand, type CountedComplaint } from './count';

const T0 = '2026-03-01T02:00:00.000Z';
const HOUR_MS = 3_600_000;
const buyerId = 'b-1';

const play = (earlier: readonly CountedComplaint[] = []) => {
  let count = NO_COMPLAINTS;
  let filed = 0;
  const run = (command: ComplaintCountCommand): string => {
    const decision = complaintCountDecider.decide(command, count);
    if (isRefusal(decision)) return decision.refused;
    count = decision.reduce(complaintCountDecider.evolve, count);
    return decision.map(({ type }) => type.replace('complaint_count.', '')).join();
  };
  const file = (at = T0) =>
    run({ type: 'CountFiled', data: { buyerId, at, complaintId: `cmp_${String(++filed)}`, earlier } });
  const close = (complaintId: string, at = T0) => run({ type: 'CountClosed', data: { buyerId, at, complaintId } });
  return { file, close, counted: () => count.complaints.length };
};
const times = (n: number, step: (index: number) => string): readonly string[] =>
  Array.from({ length: n }, (_, index) => step(index));

describe('the complaints of a buyer', () => {
  it('are five at once, and another when one is closed', () => {
    const buyer = play();
    expect(times(6, () => buyer.file())).toEqual([
      'completed,filed',
      'filed',
      'filed',
      'filed',
      'filed',
      'complaint_limit',
    ]);
    buyer.close('cmp_2');
    expect(times(2, () => buyer.file())).toEqual(['filed', 'complaint_limit']);
  });

  it('are ten in 24 hours to the millisecond, however many are closed, and those of before are forgotten', () => {
    const buyer = play();
    times(10, (index) => `${buyer.file()}${buyer.close(`cmp_${String(index + 1)}`)}`);
    expect(buyer.file(later(T0, DAY_MS - 1))).toBe('complaint_limit');
    expect(buyer.file(later(T0, DAY_MS))).toBe('filed');
    expect(buyer.counted()).toBe(1);
  });

  it('count from before they were counted, once, and as far as they still matter', () => {
    const old = (n: number, hours: number, open: boolean) => ({
      ...{ complaintId: `old_${String(n)}`, filedAt: later(T0, -hours * HOUR_MS), open },
    });
    const buyer = play([old(1, 100, true), old(2, 100, true), old(3, 100, false), old(4, 2, false)]);
    expect(times(4, () => buyer.file())).toEqual(['completed,filed', 'filed', 'filed', 'complaint_limit']);
    buyer.close('old_1');
    expect(buyer.file()).toBe('filed');
    expect(buyer.counted()).toBe(6);
  });

  it('are closed before they are counted, too', () => {
    const buyer = play();
    expect(buyer.close('old_1')).toBe('closed');
    expect(buyer.file()).toBe('completed,filed');
  });
});
