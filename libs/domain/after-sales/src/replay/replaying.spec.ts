import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAYS, line, play, type Play } from '../case/play-for-tests';
import { UNKNOWN_MERCHANT } from '../policy/merchant';
import { NO_FLAGS } from '../policy/policy';
import { DICE, randomCase } from '../policy/random-cases-for-tests';
import { EMPTY_SHELF } from '../prices/sku';
import { pastApplications } from './past-applications';
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
const replayed = (game: Play, draft: Partial<Draft>) =>
  pastApplications(game.told()).map((past) => replay(past, context, { ...nothing, ...draft }));

describe('past applications', () => {
  it('are found with the case as it was when they were made, once each', () => {
    const [first, second, ...others] = pastApplications(story().told());
    expect(others).toEqual([]);
    expect(first).toMatchObject({ afterSaleId: 'aft_1', application: { reason: 'dislike' }, known: { tickets: [] } });
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
    expect(pastApplications(game.told()).map(({ afterSaleId }) => afterSaleId)).toEqual(['aft_1']);
  });
});

describe('a replay (issue 4.4)', () => {
  it('of the very same terms changes nothing', () => {
    expect(replayed(story(), {}).map(({ changed }) => changed)).toEqual([false, false]);
  });

  it('says who would have been refused, and by which clause', () => {
    expect(replayed(story(), { terms: { windows: { noReason: 5 } } })).toMatchObject([
      {
        ...{ afterSaleId: 'aft_1', changed: true, now: { outcome: 'accepted', requested: { cash: 5000 } } },
        draft: { outcome: 'refused', code: 'window_closed', rule: '/windows/noReason' },
      },
      { afterSaleId: 'aft_2', changed: false },
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

  it('accepts again whatever was accepted then', () => {
    fc.assert(
      fc.property(dice, (numbers) => {
        const { game, merchant, shelf } = randomCase(numbers);
        for (const past of pastApplications(game.told())) {
          const { now } = replay(past, { merchant, shelf }, nothing);
          expect([past.application.type, now.outcome]).toEqual([past.application.type, 'accepted']);
        }
      }),
      { numRuns: 200 },
    );
  });
});
