import { describe, expect, it } from '@jest/globals';
import { approvedAtOnceBy } from './auto-approval';
import { aLine, anApplication, anOrder, PAID_AT, received } from './case-for-tests';
import { judge } from './judge';
import { isRefusal } from '@amends/kernel';
import { EMPTY_SHELF } from '../prices/sku';
import { decideMerchant, evolveMerchant, UNKNOWN_MERCHANT, type Merchant, type MerchantCommand } from './merchant';
import { policyAt } from './policy-in-force';

const at = '2026-03-01T00:00:00.000Z';

const after = (merchant: Merchant, command: MerchantCommand): Merchant => {
  const decision = decideMerchant(command);
  return isRefusal(decision) ? merchant : decision.reduce(evolveMerchant, merchant);
};
const setTerms = (terms: object, category: 'fresh' | 'default' | null = null, since = at): MerchantCommand => ({
  type: 'SetTerms',
  data: { merchantId: 'merchant-1', category, terms, at: since },
});

describe("a merchant's terms (rulings.md 2.5)", () => {
  it('may be more generous than the platform, for all categories but fresh', () => {
    const merchant = after(UNKNOWN_MERCHANT, setTerms({ windows: { noReason: 10 }, freeReturn: true }));
    expect(policyAt('grocery', merchant, at)).toMatchObject({
      windows: { noReason: 10, quality: 15 },
      freeReturn: true,
    });
    expect(policyAt('fresh', merchant, at).windows.noReason).toBe(2);
  });

  it('are refused below the platform, with a pointer to each window', () => {
    expect(decideMerchant(setTerms({ windows: { noReason: 6, quality: 15, priceProtection: 29 } }))).toMatchObject({
      refused: 'policy_less_generous',
      detail: { errors: [{ pointer: '/windows/noReason' }, { pointer: '/windows/priceProtection' }] },
    });
  });

  it('of fresh goods are set by name', () => {
    const merchant = after(UNKNOWN_MERCHANT, setTerms({ windows: { quality: 3 } }, 'fresh'));
    expect(policyAt('fresh', merchant, at)).toMatchObject({ windows: { quality: 3, noReason: 2 }, exact: true });
    expect(policyAt('default', merchant, at).windows.quality).toBe(15);
  });

  it('are versioned: who asks for an earlier instant gets the earlier terms', () => {
    const later = '2026-04-01T00:00:00.000Z';
    const first = after(UNKNOWN_MERCHANT, setTerms({ windows: { noReason: 9 } }));
    const second = after(first, setTerms({ windows: { noReason: 12 } }, null, later));
    expect([at, later].map((when) => policyAt('default', second, when).windows.noReason)).toEqual([9, 12]);
    expect(policyAt('default', second, at).version).not.toBe(policyAt('default', second, later).version);
  });
});

describe('approval at once', () => {
  const unshipped = { order: anOrder([aLine()]), tickets: [] };
  const approval = (reason: string, now: string, merchant = UNKNOWN_MERCHANT, known = unshipped) => {
    const application = anApplication({ type: known === unshipped ? 'refund_only' : 'return_refund', reason });
    const judgement = judge(application, known, { at: now, merchant, shelf: EMPTY_SHELF });
    return isRefusal(judgement)
      ? judgement.refused
      : approvedAtOnceBy(application, judgement, known, { at: now, merchant });
  };

  it('is given by the system when nothing was shipped for forty-eight hours (rulings.md 2.6)', () => {
    expect(approval('late_shipment', '2026-03-03T01:59:59.999Z')).toBeNull();
    expect(approval('late_shipment', '2026-03-03T02:00:00.000Z')).toBe('system');
    expect(approval('changed_mind', '2026-03-03T02:00:00.000Z')).toBeNull();
  });

  it('is given where the merchant promised it before shipment', () => {
    const merchant = after(UNKNOWN_MERCHANT, setTerms({ autoApprovePreShip: true }));
    expect(approval('changed_mind', at, merchant)).toBe('rule');
    const sent = { order: anOrder([received(PAID_AT)]), tickets: [] };
    expect(approval('changed_mind', PAID_AT, merchant, sent)).toBeNull();
  });

  it('is given by a rule that names type, reason and amount, or leaves them open (rulings.md 3.9)', () => {
    const rule = (rules: Merchant['rules']): Merchant => ({ versions: [], rules });
    const known = { order: anOrder([received(PAID_AT)]), tickets: [] };
    const decided = (over: Partial<Merchant['rules'][number]>) =>
      approval('changed_mind', PAID_AT, rule([{ types: [], reasons: [], maxAmount: null, ...over }]), known);
    expect(decided({})).toBe('rule');
    expect(decided({ types: ['return_refund'], reasons: ['changed_mind'], maxAmount: 2000 })).toBe('rule');
    expect(decided({ types: ['refund_only'] })).toBeNull();
    expect(decided({ reasons: ['dislike'] })).toBeNull();
    expect(decided({ maxAmount: 1999 })).toBeNull();
  });
});
