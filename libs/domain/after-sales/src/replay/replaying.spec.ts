import { describe, expect, it } from '@jest/globals';
import { millis } from '@amends/kernel';
import fc from 'fast-check';
import { DAYS, line, play, T0, type Play } from '../case/play-for-tests';
import { UNKNOWN_MERCHANT } from '../policy/merchant';
import { NO_FLAGS } from '../policy/policy';
import { DICE, randomCase } from '../policy/random-cases-for-tests';
import { EMPTY_SHELF, type Announcement } from '../prices/sku';
import { UNCOUNTED } from '../stock/stock';
import { pastApplications, pastDenied, type PastApplication } from './past-applications';
import { replay, type Draft } from './replaying';

const dice = fc.noBias(fc.array(fc.nat(9999), { minLength: DICE, maxLength: DICE, size: 'max' }));

const nothing: Draft = { category: null, terms: {}, flags: null };
const context = { merchant: UNKNOWN_MERCHANT, shelf: EMPTY_SHELF };

/** Two lamps, received; one asked back on the sixth day and rejected, then the other on the tenth for damage. */
const story = (): Play => {
  const game = play([line(1, 2, 5000)]);
  game.ship(1, 2);
  game.receiveLine(1);
  game.pass(6 * DAYS);
  game.apply('aft_1', { reason: 'dislike' });
  game.modify('aft_1', { reason: 'damaged_in_transit' });
  game.reject('aft_1');
  game.pass(4 * DAYS);
  game.apply('aft_2', { reason: 'damaged_in_transit', requestedAmount: 4000 });
  return game;
};
const allOf = (game: Play): readonly PastApplication[] => [
  ...pastApplications(game.told()),
  ...game.denied().flatMap((denied) => pastDenied(denied, game.told()) ?? []),
];
const replayed = (game: Play, draft: Partial<Draft>) =>
  allOf(game).map((past) => replay(past, context, { ...nothing, ...draft }));

const soldAt = (unitPrice: number): Omit<Announcement, 'effectiveAt'> => ({
  ...{ merchantId: 'merchant-1', sku: 'SKU-1', spu: 'SPU-1', category: 'default', attributes: {}, unitPrice },
  ...{ currency: 'CNY', available: null, randomShip: false, couponOnly: false, bearer: 'merchant' },
});

describe('past applications', () => {
  it('are found with the case as it was when they were made, once each', () => {
    const [first, second, ...others] = pastApplications(story().told());
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      id: 'aft_1',
      denial: null,
      application: { reason: 'dislike' },
      known: { tickets: [] },
    });
    expect(second).toMatchObject({
      application: { reason: 'damaged_in_transit', requestedAmount: 4000 },
      known: { tickets: [{ id: 'aft_1', status: 'merchant_rejected' }] },
    });
  });

  it('leave out what a partial inspection made of one', () => {
    const game = play([line(1, 2, 5000)]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1', { lines: [{ lineNumber: 1, quantity: 2 }] });
    game.approve('aft_1');
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 1, 0]]);
    expect(game.state().tickets).toHaveLength(2);
    expect(pastApplications(game.told()).map(({ id }) => id)).toEqual(['aft_1']);
  });
});

describe('a replay', () => {
  it('of the very same terms changes nothing', () => {
    expect(replayed(story(), {}).map(({ changed }) => changed)).toEqual([false, false]);
  });

  it('says who would have been refused, and by which clause', () => {
    expect(replayed(story(), { terms: { windows: { noReason: 5 } } })).toMatchObject([
      {
        ...{
          afterSaleId: 'aft_1',
          changed: true,
          change: 'accepted_to_denied',
          now: { outcome: 'accepted', requested: { cash: 5000 } },
        },
        draft: { outcome: 'refused', code: 'window_closed', rule: '/windows/noReason' },
      },
      { afterSaleId: 'aft_2', changed: false, change: 'unchanged' },
    ]);
  });

  it('says who would have been given less, and whom nobody would have kept waiting', () => {
    const [first] = replayed(story(), {
      terms: { unconditionalReturn: true, freeReturn: true },
      flags: { ...NO_FLAGS, returnFeePercent: 10 },
    });
    expect(first).toMatchObject({
      now: { approvedAtOnce: false, returnFreightBearer: 'buyer', requested: { cash: 5000 }, withheld: [] },
      draft: { approvedAtOnce: true, returnFreightBearer: 'merchant', requested: { cash: 4500 } },
    });
  });

  it('leaves other categories alone', () => {
    const draft = { terms: { windows: { noReason: 1, quality: 1 } } };
    expect(replayed(story(), { ...draft, category: 'fresh' }).map(({ changed }) => changed)).toEqual([false, false]);
    expect(replayed(story(), { ...draft, category: 'default' }).map(({ changed }) => changed)).toEqual([true, true]);
  });

  it('says who would have been let in, and on what terms', () => {
    const game = play([line(1, 2, 5000)]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.pass(11 * DAYS);
    game.apply('aft_1', { reason: 'dislike' });
    const draft = { terms: { windows: { noReason: 12 } } };
    expect(replayed(game, draft)).toMatchObject([
      {
        ...{ afterSaleId: null, denialId: 'den_1', changed: true, change: 'denied_to_accepted' },
        denial: { code: 'window_closed', policyVersion: '2026-01', rule: '/windows/noReason' },
        now: { outcome: 'refused', code: 'window_closed', rule: '/windows/noReason' },
        draft: { outcome: 'accepted', requested: { cash: 5000 } },
      },
    ]);
    expect(replayed(game, {}).map(({ change }) => change)).toEqual(['unchanged']);
  });

  it('judges what was denied on the case as it was then', () => {
    const game = play([line(1, 1, 5000)]);
    game.apply('aft_1', { type: 'return_refund' });
    game.ship(1, 1);
    game.receiveLine(1);
    const [early] = replayed(game, {});
    expect(early).toMatchObject({ now: { outcome: 'refused', code: 'type_not_allowed_in_order_state' } });
  });

  it('knows what the shop sold and had then, whatever it has now', () => {
    const game = play([line(1, 1, 5000)]);
    game.ship(1, 1);
    game.receiveLine(1);
    const stock = new Map([['SKU-1', { ...UNCOUNTED, onHand: 0 }]]);
    game.apply('aft_1', { type: 'exchange', reason: 'unsuitable' }, { stock });
    game.apply('aft_2', { type: 'price_protection', reason: 'price_drop' });
    const announced = { ...soldAt(4000), effectiveAt: T0 };
    const shelf = new Map([['SKU-1', { announcements: [announced] }]]);
    const again = allOf(game).map((past) => replay(past, { ...context, shelf }, nothing).now);
    expect(again).toMatchObject([{ code: 'exchange_not_allowed' }, { code: 'price_not_lower' }]);
  });

  it('answers again whatever was answered then', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(dice, (numbers) => {
        const { game, merchant, shelf } = randomCase(numbers);
        for (const past of allOf(game)) {
          const { now } = replay(past, { merchant, shelf }, nothing);
          if (past.denial === null)
            expect([past.application.type, now.outcome]).toEqual([past.application.type, 'accepted']);
          else {
            codes.add(past.denial.code);
            expect(now).toEqual({ outcome: 'refused', code: past.denial.code, rule: past.denial.rule });
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(codes.size).toBeGreaterThan(2);
  });

  it('of the terms that are in force changes nobody’s answer', () => {
    const judged = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(dice, (numbers) => {
        const { game, merchant, shelf } = randomCase(numbers);
        const [terms, ...later] = merchant.versions;
        fc.pre(later.length === 0 && (terms === undefined || millis(terms.since) <= millis(T0)));
        const same: Draft = { category: null, terms: terms?.byCategory.default ?? {}, flags: terms?.flags ?? null };
        for (const past of allOf(game)) {
          const { change, now } = replay(past, { merchant, shelf }, same);
          judged[now.outcome] += 1;
          expect(change).toBe('unchanged');
        }
      }),
      { numRuns: 200 },
    );
    expect(Math.min(judged.accepted, judged.refused)).toBeGreaterThan(0);
  });
});
