import type { ProviderAnswer } from '@amends/domain/refunds';
import { describe, expect, it } from '@jest/globals';
import { Circuit } from './circuit';
import { GuardedProvider } from './guarded-provider';
import { limitsOf } from './limits';
import { PaymentProvider, SILENCE } from './payment-provider';
import { Rate } from './rate';

describe('a circuit', () => {
  const at = { ms: 0 };
  const circuitAfter = (answers: readonly boolean[]) => {
    at.ms = 0;
    const circuit = new Circuit(() => at.ms);
    for (const answered of answers) circuit.note(answered);
    return circuit;
  };
  const calls = (count: number, answeredEvery: number) =>
    Array.from({ length: count }, (_, n) => answeredEvery > 0 && n % answeredEvery === 0);

  it('stays closed while some of the last calls are answered', () =>
    expect(circuitAfter(calls(100, 4)).isClosed()).toBe(true));
  it.each([
    ['none', calls(16, 0)],
    ['one in ten', calls(20, 10)],
  ])('opens when %s of the last calls was answered', (_, answers) =>
    expect(circuitAfter(answers).isClosed()).toBe(false),
  );
  it('lets one call through after a rest, and all when that is answered', () => {
    const circuit = circuitAfter(calls(16, 0));
    at.ms = 5000;
    expect([circuit.isClosed(), circuit.isClosed()]).toEqual([true, false]);
    circuit.note(true);
    expect(circuit.isClosed()).toBe(true);
  });
  it('rests again when that one is not answered', () => {
    const circuit = circuitAfter(calls(16, 0));
    at.ms = 5000;
    expect(circuit.isClosed()).toBe(true);
    circuit.note(false);
    at.ms = 9999;
    expect(circuit.isClosed()).toBe(false);
  });
});

describe('a rate', () => {
  it('spreads a burst evenly, and asks nobody to wait after a rest', () => {
    let now = 1000;
    const rate = new Rate(4, () => now);
    expect([rate.take(), rate.take(), rate.take()]).toEqual([0, 250, 500]);
    now = 5000;
    expect(rate.take()).toBe(0);
  });
  it('of 0 lets everybody begin', () => {
    const rate = new Rate(0, () => 1000);
    expect([rate.take(), rate.take()]).toEqual([0, 0]);
  });
});

describe('F12: a provider that fails nine times in ten', () => {
  class Failing extends PaymentProvider {
    calls = 0;
    constructor(private readonly answers: (call: number) => boolean) {
      super();
    }
    override refund(): Promise<ProviderAnswer> {
      return Promise.resolve(this.answers(this.calls++) ? { outcome: 'succeeded' } : SILENCE);
    }
    override query = () => this.refund();
    override close = () => Promise.resolve();
  }
  const asked = { refundNumber: 'rfd_1-1', paymentId: 'pay-1', amount: 100, currency: 'CNY' };

  it('is left alone, and its refunds are told that nobody has answered', async () => {
    const provider = new Failing((call) => call % 10 === 0);
    const guarded = new GuardedProvider(provider, 0);
    for (let n = 0; n < 500; n++) await guarded.refund(asked);
    expect(provider.calls).toBeLessThan(30);
    expect(await guarded.refund(asked)).toEqual(SILENCE);
  });
  it('that has recovered is not asked for all that has gathered at once', async () => {
    const guarded = new GuardedProvider(new Failing(() => true), 50);
    const began = performance.now();
    await Promise.all(Array.from({ length: 11 }, () => guarded.refund(asked)));
    expect(performance.now() - began).toBeGreaterThan(190);
  });
});

describe('the limits of a provider', () => {
  const none = { PSP_REFUNDS_PER_PAYMENT: 0, PSP_REFUND_EVERY_SECONDS: 0, PSP_REFUND_WITHIN_DAYS: 0 };
  it('are none where nothing is set', () => expect(limitsOf(none)).toBeUndefined());
  it('are counted in milliseconds', () =>
    expect(
      limitsOf({ PSP_REFUNDS_PER_PAYMENT: 50, PSP_REFUND_EVERY_SECONDS: 60, PSP_REFUND_WITHIN_DAYS: 365 }),
    ).toEqual({
      perPayment: 50,
      apartMs: 60_000,
      withinMs: 365 * 86_400_000,
    }));
});
