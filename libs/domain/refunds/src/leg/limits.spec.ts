import { later, MINUTE_MS } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { turnOf, type ProviderLimits, type Sending } from './limits';

const AT = '2026-03-01T02:00:00.000Z';
const DAY_MS = 24 * 60 * MINUTE_MS;
const after = (minutes: number) => later(AT, minutes * MINUTE_MS);
const sent = (minutes: number): Sending => ({ sentAt: after(minutes), isAhead: false });
const WAITING: Sending = { sentAt: null, isAhead: true };
const turn = (limits: ProviderLimits, others: readonly Sending[], minutes = 0) =>
  turnOf(limits, others, { paidAt: AT, at: after(minutes) });

describe('F4: the turn of a refund number at the provider', () => {
  const apart = { apartMs: MINUTE_MS };

  it('comes at once where nothing is demanded, whatever else was sent', () =>
    expect(turn({}, [sent(0), WAITING])).toBe('now'));
  it('comes at once for the first of a payment', () => expect(turn(apart, [])).toBe('now'));
  it('comes a minute after the last that was sent', () => {
    const others = [sent(1), sent(0)];
    expect(turn(apart, others, 1)).toEqual({ notBefore: after(2) });
    expect(turn(apart, others, 2)).toBe('now');
  });
  it('comes after those that have been waiting for longer, a minute each', () =>
    expect(turn(apart, [sent(0), WAITING, WAITING])).toEqual({ notBefore: after(3) }));
  it('of one that was sent before and waits again counts both', () =>
    expect(turn(apart, [{ sentAt: after(0), isAhead: true }])).toEqual({ notBefore: after(2) }));
  it('never comes for the fifty-first of a payment', () => {
    const others = Array.from({ length: 49 }, (_, n) => sent(n));
    expect(turn({ perPayment: 50 }, others, 60)).toBe('now');
    expect(turn({ perPayment: 50 }, [...others, WAITING], 60)).toEqual({ never: 'too_many_refunds' });
  });
  it('never comes when the payment is older than 365 days', () => {
    const within = { withinMs: 365 * DAY_MS };
    expect(turn(within, [], 365 * 24 * 60)).toBe('now');
    expect(turnOf(within, [], { paidAt: AT, at: later(after(365 * 24 * 60), 1) })).toEqual({
      never: 'payment_too_old',
    });
    expect(turnOf(within, [], { paidAt: null, at: after(1e6) })).toBe('now');
  });
});
