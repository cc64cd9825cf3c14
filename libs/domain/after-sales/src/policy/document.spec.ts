import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { isRefusal } from '@amends/kernel';
import { aLine, anApplication, anOrder, aTicket, mugs, PAID_AT, received } from './case-for-tests';
import { denialCodes } from './denial';
import { policyDocument } from './document';
import { ruleOf } from './ground';
import { judge } from './judge';
import { evolveMerchant, UNKNOWN_MERCHANT, type Merchant } from './merchant';
import { platformPolicies } from './policy';
import { policyAt, policyInForce, promisedAt } from './policy-in-force';
import { EMPTY_SHELF } from '../prices/sku';
import { reasons } from './reasons';
import { policySchema } from './schema';
import { policyCategories, type MerchantTerms } from './terms';
import { buyerTypes } from './application';
import { approvedAtOnceBy } from './auto-approval';

const promising = (terms: MerchantTerms, at: string, before: Merchant = UNKNOWN_MERCHANT): Merchant =>
  evolveMerchant(before, {
    type: 'merchant.terms_set',
    data: { merchantId: 'merchant-1', categories: policyCategories, terms, at },
  });

const RECEIVED_AT = '2026-03-03T02:00:00.000Z';
const LATER = '2026-03-12T02:00:00.000Z';

describe('the document of a policy (M84, M91)', () => {
  const valid = new Ajv({ strict: true }).compile(policySchema);

  it.each(policyCategories)('of %s is of the published form, whatever a merchant promises', (category) => {
    const merchant = promising(
      { windows: { noReason: 30 }, disabledTypes: ['repair'], unconditionalReturn: true },
      PAID_AT,
    );
    for (const policy of [platformPolicies[category], policyAt(category, merchant, PAID_AT)])
      expect([valid(policyDocument(policy)), valid.errors]).toEqual([true, null]);
    expect(valid({ ...policyDocument(platformPolicies[category]), hidden: true })).toBe(false);
  });

  it('has a place for every clause that a denial can name (M89)', () => {
    const clause = fc.record({
      code: fc.constantFrom(...denialCodes),
      type: fc.constantFrom(...buyerTypes),
      reason: fc.constantFrom(...reasons),
      kind: fc.constantFrom('physical', 'service', 'virtual'),
      policy: fc.constantFrom(...Object.values(platformPolicies)),
    });
    fc.assert(
      fc.property(clause, ({ code, ...asked }) => {
        const place = ruleOf(code, asked)
          .slice(1)
          .split('/')
          .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], policyDocument(asked.policy));
        expect([code, place === undefined]).toEqual([code, false]);
      }),
      { numRuns: 500 },
    );
  });

  it('is named by a denial with its version', () => {
    const merchant = promising({ windows: { noReason: 8 } }, PAID_AT);
    const known = { order: anOrder([received(RECEIVED_AT)]), tickets: [] };
    expect(judge(anApplication(), known, { at: LATER, merchant, shelf: EMPTY_SHELF })).toMatchObject({
      refused: 'window_closed',
      detail: { denial: { code: 'window_closed', policyVersion: '2026-01.m1', rule: '/windows/noReason' } },
    });
    const often = [1, 2, 3, 4, 5].map((n) => aTicket(`t${n}`, 'closed', 'received', [mugs(1)]));
    const at = RECEIVED_AT;
    expect(
      judge(anApplication(), { ...known, tickets: often }, { at, merchant: UNKNOWN_MERCHANT, shelf: EMPTY_SHELF }),
    ).toMatchObject({ detail: { denial: { policyVersion: '2026-01', rule: '/caps/applicationsPerLine' } } });
  });
});

describe('what was promised at payment (M84 to M86)', () => {
  const lines = [aLine({ category: 'default' })];
  const generous = promising({ windows: { noReason: 30 }, freeReturn: true }, PAID_AT);
  const bought = { paidAt: PAID_AT, promised: promisedAt(lines, generous, PAID_AT), at: LATER };

  it('is kept, whatever the merchant says later and however often', () => {
    const stingy = Array.from({ length: 60 }, (_, n) => n).reduce(
      (merchant, n) =>
        promising({ disabledTypes: ['exchange'] }, `2026-03-02T00:00:${String(n).padStart(2, '0')}.000Z`, merchant),
      generous,
    );
    expect(policyInForce('default', stingy, bought)).toEqual(policyAt('default', generous, PAID_AT));
    expect(policyInForce('default', stingy, bought)).toMatchObject({
      ...{ version: '2026-01.m1', freeReturn: true, disabledTypes: [] },
      windows: { noReason: 30 },
    });
  });

  it('is bettered by what is promised since, which is then named', () => {
    const better = promising({ windows: { noReason: 30, quality: 40 }, unconditionalReturn: true }, LATER, generous);
    expect(policyInForce('default', better, bought)).toMatchObject({
      ...{ version: '2026-01.m2', freeReturn: true, unconditionalReturn: true },
      windows: { noReason: 30, quality: 40, exchange: 40 },
    });
  });

  it('is found by the versions of then, where an order kept none', () => {
    expect(policyInForce('default', generous, { ...bought, promised: {} }).version).toBe('2026-01.m1');
  });
});

describe('the promise to take back what is not wanted (M82, R1)', () => {
  const known = { order: anOrder([received(RECEIVED_AT)]), tickets: [] };
  const asking = (reason: string, merchant: Merchant, type: 'return_refund' | 'refund_only' = 'return_refund') => {
    const application = anApplication({ type, reason, evidenceIds: ['evd'] });
    const context = { at: RECEIVED_AT, merchant, shelf: EMPTY_SHELF };
    const judgement = judge(application, known, context);
    return isRefusal(judgement) ? judgement.refused : approvedAtOnceBy(application, judgement, known, context);
  };

  it('approves it at once, and nothing else', () => {
    const merchant = promising({ unconditionalReturn: true }, PAID_AT);
    expect(['no_reason_7d', 'dislike'].map((reason) => asking(reason, merchant))).toEqual(['rule', 'rule']);
    expect([asking('workmanship', merchant), asking('dislike', merchant, 'refund_only')]).toEqual([null, null]);
    expect(asking('dislike', UNKNOWN_MERCHANT)).toBeNull();
  });
});
