import { describe, expect, it } from '@jest/globals';
import { line, play, DAYS, HOURS, type Play } from '../case/play-for-tests';
import { shownDenial } from './denied-application';
import { MOST_DENIALS, MOST_DENIALS_A_DAY } from './denied-applications';

/** Fourteen lines of three things each, received long ago. */
const story = (): Play => {
  const game = play(Array.from({ length: 14 }, (_, index) => line(index + 1, 3, 1000)));
  for (let lineNumber = 1; lineNumber <= 14; lineNumber++) {
    game.ship(lineNumber, 3);
    game.receiveLine(lineNumber);
  }
  game.pass(8 * DAYS);
  return game;
};
const asked = (...lines: readonly (readonly [number, number])[]) =>
  lines.map(([lineNumber, quantity]) => ({ lineNumber, quantity }));

describe('a denied application (M89)', () => {
  it('is kept with the version and the clause that denied it, and without a word of the buyer’s', () => {
    const game = story();
    game.apply('aft_1', {
      ...{ type: 'repair', reason: 'no_reason_7d', lines: asked([2, 1]), requestedAmount: 500 },
      ...{ evidenceIds: ['evd_1', 'evd_2'], serialNumber: 'SN-SECRET', goodsReceived: true },
    });
    const [denied, ...others] = game.denied();
    expect(others).toEqual([]);
    expect(denied).toEqual({
      ...{ orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', occurredAt: game.now() },
      ...{ denialId: 'den_1', type: 'repair', reason: 'no_reason_7d', initiator: 'buyer', lines: asked([2, 1]) },
      ...{ requestedAmount: 500, component: 'cash', goodsReceived: true, targetSku: null },
      ...{ evidenceCount: 2, serialNumberSaid: true },
      ...{ code: 'reason_not_allowed', policyVersion: '2026-01', rule: '/types/repair/reasons' },
      ...{ caseVersion: game.told().length, announced: [], free: [] },
    });
    expect(JSON.stringify(denied)).not.toMatch(/SECRET|evd_/);
  });

  it('is shown to the parties without what the shop sold and had', () => {
    const game = story();
    game.apply('aft_1', { lines: asked([1, 1]) });
    const shown = game.denied().map(shownDenial);
    expect(shown).toMatchObject([{ code: 'window_closed', rule: '/windows/noReason' }]);
    for (const hidden of ['caseVersion', 'announced', 'free']) expect(shown[0]).not.toHaveProperty(hidden);
  });

  it('is none where it is no policy that says no', () => {
    const game = story();
    game.apply('aft_1', { type: 'compensation', requestedAmount: 100 });
    game.apply('aft_2', { type: 'compensation', reason: 'no_such', initiator: 'agent', requestedAmount: 100 });
    game.apply('aft_3', { reason: 'damaged_in_transit', evidenceIds: ['evd_1'], lines: asked([1, 1]) });
    expect(game.denied()).toEqual([]);
  });
});

describe('denied applications of an order', () => {
  it('are one a day of those that ask for the same, in whatever order and quantity', () => {
    const game = story();
    game.apply('aft_1', { lines: asked([1, 1], [2, 1]) });
    game.apply('aft_2', { lines: asked([2, 2], [1, 3]), requestedAmount: 10 });
    expect(game.denied()).toHaveLength(1);
    game.pass(13 * HOURS); // T0 is 10:00 in Shanghai: 23:00
    game.apply('aft_3', { lines: asked([1, 1], [2, 1]) });
    expect(game.denied()).toHaveLength(1);
    game.pass(1 * HOURS);
    game.apply('aft_4', { lines: asked([1, 1], [2, 1]) });
    expect(game.denied()).toHaveLength(2);
  });

  const wish = { type: 'repair', reason: 'changed_mind', lines: asked([1, 1], [2, 1]) } as const;
  it.each([
    ['another type', {}, { type: 'reissue' }, ['reason_not_allowed', 'reason_not_allowed']],
    ['another reason', {}, { reason: 'dislike' }, ['reason_not_allowed', 'reason_not_allowed']],
    ['other lines', {}, { lines: asked([1, 1]) }, ['reason_not_allowed', 'reason_not_allowed']],
    [
      'another answer',
      { reason: 'workmanship' },
      { lines: asked([1, 4], [2, 1]), reason: 'workmanship' },
      ['evidence_required', 'quantity_exceeds_available'],
    ],
  ] as const)('are two with %s', (_, first, second, codes) => {
    const game = story();
    game.apply('aft_1', { ...wish, ...first });
    game.apply('aft_2', { ...wish, ...second });
    expect(game.denied().map(({ code }) => code)).toEqual(codes);
  });

  it('are bounded by the day and in all', () => {
    const game = story();
    const askForEach = () => {
      for (let lineNumber = 1; lineNumber <= 14; lineNumber++)
        game.apply(`aft_${lineNumber}`, { lines: asked([lineNumber, 1]) });
      return game.denied().length;
    };
    expect(askForEach()).toBe(MOST_DENIALS_A_DAY);
    const inAll = Array.from({ length: 6 }, () => {
      game.pass(DAYS);
      return askForEach();
    });
    expect(inAll).toEqual([20, 30, 40, MOST_DENIALS, MOST_DENIALS, MOST_DENIALS]);
  });
});
