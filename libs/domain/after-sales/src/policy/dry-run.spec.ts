import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal, type Refusal } from '@amends/kernel';
import { decide } from '../case/decide';
import { buyerTypes, type BuyerType } from './application';
import { judge } from './judge';
import type { Option, OptionsContext } from './option';
import { optionsOf } from './options';
import { DICE, randomCase, type RandomCase } from './random-cases-for-tests';
import { reasons } from './reasons';

const dice = fc.noBias(fc.array(fc.nat(9999), { minLength: DICE, maxLength: DICE, size: 'max' }));

type Wish = Readonly<{ type: BuyerType; reason: string; lineNumber: number; quantity: number }>;

const contextOf = ({ game, merchant, shelf, stock }: RandomCase): OptionsContext => ({
  ...{ at: game.now(), merchant, shelf, stock, cover: null },
  fastRefundOf: () => ({ eligible: false, because: [] }),
  goodsAheadOf: () => ({ eligible: false, because: ['disabled'] }),
});

/** What really becomes of an application, as far as options speak of it. */
const applied = (each: RandomCase, { type, reason, lineNumber, quantity }: Wish) => {
  const { game, merchant, shelf, stock } = each;
  const application = {
    ...{ type, reason, lines: [{ lineNumber, quantity }], requestedAmount: null, component: 'cash' as const },
    ...{
      goodsReceived: null,
      targetSku: null,
      evidenceIds: ['evd_1'],
      serialNumber: 'SN-1',
      initiator: 'buyer' as const,
    },
  };
  const data = { ...game.asked('buyer'), afterSaleId: 'aft_new', application, merchant, shelf, stock };
  const rest = { entryPoint: 'order_detail' as const, description: null, pickup: null };
  const told = decide({ type: 'Submit', data: { ...data, ...rest } }, game.state());
  if (isRefusal(told)) return { refused: told.refused, ...placeOf(told) };
  const submitted = told.find((event) => event.type === 'after_sale.submitted')?.data;
  const kept = told.find((event) => event.type === 'case.application_kept')?.data;
  const { order, tickets } = game.state();
  const judgement = order && judge(application, { order, tickets }, contextOf(each));
  return {
    requested: submitted?.requested,
    bearer: submitted?.returnFreightBearer,
    approvedAtOnce: told.some(({ type }) => type === 'after_sale.approved' || type === 'price_protection.approved'),
    policyVersion: kept?.policyVersion,
    windowEndsAt: judgement === null || isRefusal(judgement) ? 'refused' : judgement.windowEndsAt,
  };
};

/** The clause that a refusal names. */
const placeOf = ({ detail }: Refusal): { rule?: string } => {
  const { rule } = (detail?.denial ?? {}) as { rule?: string };
  return rule === undefined ? {} : { rule };
};

/** What options say of the same. */
const shown = (option: Option, { type, reason, quantity }: Wish, ordered: number) => {
  const terms = option.allowed ? option.reasons.find(({ code }) => code === reason) : undefined;
  // A fallen price is paid for all units, whatever number was asked (rulings.md 5.7).
  const [least, most] = type === 'price_protection' ? [1, ordered] : [terms?.minQuantity ?? 0, terms?.maxQuantity ?? 0];
  const accepted = terms !== undefined && quantity >= least && quantity <= most;
  const denied = option.deniedReasons.find(({ code }) => code === reason);
  return { terms, accepted, denied, isMost: quantity === terms?.maxQuantity };
};

describe('the options as a dry run of the application (api.md 3)', () => {
  it('say of every type, reason, line and quantity what applying for it says', () => {
    fc.assert(
      fc.property(dice, (numbers) => {
        const each = randomCase(numbers);
        const { order, tickets } = each.game.state();
        if (order === null) return;
        for (const { lineNumber, options } of optionsOf({ order, tickets }, contextOf(each))) {
          const ordered = order.lines.find((line) => line.lineNumber === lineNumber)?.quantity ?? 0;
          for (const option of options)
            for (const { code: reason, types } of reasons)
              // One that does not fit is refused before anybody counts.
              for (let quantity = 1; quantity <= (types.includes(option.type) ? ordered + 1 : 1); quantity += 1) {
                const wish: Wish = { type: option.type, reason, lineNumber, quantity };
                const said = shown(option, wish, ordered);
                const real = applied(each, wish);
                expect([wish, 'refused' in real ? 'refused' : 'accepted']).toEqual([
                  wish,
                  said.accepted ? 'accepted' : 'refused',
                ]);
                if (said.accepted && said.isMost && option.allowed)
                  expect([wish, real]).toEqual([
                    wish,
                    {
                      requested: said.terms?.maxRefund,
                      bearer: said.terms?.returnFreightBearer,
                      approvedAtOnce: said.terms?.approvedAtOnce,
                      windowEndsAt: said.terms?.windowEndsAt,
                      policyVersion: option.policyVersion,
                    },
                  ]);
                if (said.denied !== undefined && quantity === 1)
                  expect([wish, real]).toEqual([wish, { refused: said.denied.denial, rule: said.denied.rule }]);
              }
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('name every reason that fits a type once, accepted or denied', () => {
    fc.assert(
      fc.property(dice, (numbers) => {
        const each = randomCase(numbers);
        const { order, tickets } = each.game.state();
        if (order === null) return;
        const [first] = optionsOf({ order, tickets }, contextOf(each), 1);
        expect(first?.options.map(({ type }) => type)).toEqual(buyerTypes);
        for (const option of first?.options ?? []) {
          const accepted = option.allowed ? option.reasons.map(({ code }) => code) : [];
          const denied = option.deniedReasons.map(({ code }) => code);
          const fitting = reasons.filter(({ types }) => types.some((type) => type === option.type));
          expect([...accepted, ...denied].sort()).toEqual(fitting.map(({ code }) => code as string).sort());
        }
      }),
      { numRuns: 40 },
    );
  });
});
