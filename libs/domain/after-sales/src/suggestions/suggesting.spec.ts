import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '@amends/kernel';
import { decide } from '../case/decide';
import { DAYS, HOURS, line, play, type Play } from '../case/play-for-tests';
import type { Application } from '../policy/application';
import { UNKNOWN_MERCHANT } from '../policy/merchant';
import { DICE, randomCase, type RandomCase } from '../policy/random-cases-for-tests';
import { EMPTY_SHELF, type Shelf } from '../prices/sku';
import { minorText } from './texts';
import { suggestionsFor } from './suggesting';
import type { Asker, Suggestion, SuggestingCase } from './suggestion';

const dice = fc.noBias(fc.array(fc.nat(9999), { minLength: DICE, maxLength: DICE, size: 'max' }));

const ADDRESS = { name: 'Li Lei', phone: '1', region: 'CN-SH', city: 'Shanghai', street: '1', postalCode: '200000' };

const caseOf = (
  game: Play,
  { merchant = UNKNOWN_MERCHANT, shelf = EMPTY_SHELF, stock = new Map() }: Partial<RandomCase> = {},
): SuggestingCase => {
  const { order, tickets } = game.state();
  if (order === null) throw new Error('nothing was ordered');
  const fastRefundOf = () => ({ eligible: false, because: [] });
  return {
    known: { order, tickets },
    context: { at: game.now(), merchant, shelf, stock, cover: null, fastRefundOf, goodsAheadOf: fastRefundOf },
    pickup: { address: ADDRESS, slot: { from: game.now(), to: game.now() } },
  };
};
const buyer: Asker = { role: 'buyer', entryPoint: 'im_merchant', experience: 'experienced' };
const suggested = (game: Play, asker: Partial<Asker> = {}, over: Partial<RandomCase> = {}): readonly Suggestion[] =>
  suggestionsFor([caseOf(game, over)], { ...buyer, ...asker });
const labels = (suggestions: readonly Suggestion[]): readonly string[] => suggestions.map(({ label }) => label.en);

const received = (over: Parameters<typeof line>[3] = {}): Play => {
  const game = play([line(1, 2, 5000, over)]);
  game.ship(1, 2);
  game.receiveLine(1);
  return game;
};
const rejected = (): Play => {
  const game = received();
  game.apply('aft_1');
  game.reject('aft_1');
  return game;
};

describe('what is suggested of an order', () => {
  it('that was not shipped is the refund of all of it, ready to be sent (M17)', () => {
    const game = play([line(1, 2, 5000), line(2, 1, 100), line(3, 1, 100, { kind: 'virtual' })]);
    expect(suggested(game)[0]).toEqual({
      label: { en: 'I want a refund', zh: '我要退款' },
      because: { en: 'It has not been shipped yet.', zh: '商品尚未发货。' },
      request: {
        method: 'POST',
        path: '/v1/after-sales',
        body: {
          orderId: 'ord_1',
          type: 'refund_only',
          reason: 'changed_mind',
          lines: [
            { lineNumber: 1, quantity: 2 },
            { lineNumber: 2, quantity: 1 },
          ],
          entryPoint: 'im_merchant',
        },
      },
    });
  });

  it('that was not shipped in time is a refund for just that, which is approved at once', () => {
    const game = play([line(1, 2, 5000)]);
    game.pass(48 * HOURS - 1);
    expect(suggested(game)[0]?.request.body).toMatchObject({ reason: 'changed_mind' });
    game.pass(1);
    expect(suggested(game)[0]?.request.body).toMatchObject({ reason: 'late_shipment' });
  });

  it('that is on its way is to say that it came, and, the longer it takes, that it did not', () => {
    const game = play([line(1, 2, 5000)]);
    game.ship(1, 2);
    expect(labels(suggested(game))).toEqual([
      'My parcel has not arrived',
      'I have received it',
      'What can I do about this order?',
    ]);
    const next = play([line(2, 1, 100)]);
    game.pass(5 * DAYS);
    const both = suggestionsFor([caseOf(next), caseOf(game)], buyer);
    expect(both[0]).toMatchObject({
      because: { en: 'The parcel has been on its way for 5 days.' },
      request: { body: { reason: 'not_received', lines: [{ lineNumber: 1, quantity: 2 }] } },
    });
  });

  it('that was received is what its goods are most likely to need', () => {
    expect(labels(suggested(received()))).toEqual([
      'I want to return it',
      'It arrived damaged',
      'I want another one',
      'It does not work',
      'What can I do about this order?',
    ]);
    expect(labels(suggested(received({ category: 'apparel' })))[0]).toBe('I want another one');
    expect(labels(suggested(received({ category: 'electronics' })))[0]).toBe('It does not work');
  });

  it('stops with the windows', () => {
    const game = received();
    game.pass(10 * DAYS);
    expect(suggested(game)[0]?.request.body).toMatchObject({ type: 'return_refund', reason: 'damaged_in_transit' });
    game.pass(10 * DAYS);
    expect(labels(suggested(game))).toEqual(['It does not work', 'What can I do about this order?']);
  });

  it('takes the gift along with what it was given for', () => {
    const game = play([line(1, 1, 5000), line(2, 1, 0, { gift: true, giftOf: 1 })]);
    for (const lineNumber of [1, 2]) {
      game.ship(lineNumber, 1);
      game.receiveLine(lineNumber);
    }
    const both = [1, 2].map((lineNumber) => ({ lineNumber, quantity: 1 }));
    expect(suggested(game)[0]?.request.body).toMatchObject({ type: 'return_refund', lines: both });
  });

  it('that has become cheaper is the difference, before anything else', () => {
    const sold = { merchantId: 'merchant-1', sku: 'SKU-1', spu: 'SPU-1', attributes: {}, category: 'default' };
    const terms = { currency: 'CNY', available: null, randomShip: false, couponOnly: false };
    const game = received();
    const cheaper = { ...sold, ...terms, unitPrice: 4500, effectiveAt: game.now(), bearer: 'merchant' as const };
    const shelf: Shelf = new Map([['SKU-1', { announcements: [cheaper] }]]);
    expect(suggested(game, {}, { shelf })[0]).toMatchObject({
      label: { en: 'Pay me back 10.00 CNY' },
      request: { body: { type: 'price_protection', lines: [{ lineNumber: 1, quantity: 2 }] } },
    });
  });
});

describe('what is suggested of a ticket', () => {
  it('that was rejected is to ask the platform, as long as that is possible', () => {
    const game = rejected();
    expect(suggested(game)[0]).toMatchObject({
      label: { en: 'Ask the platform to decide' },
      request: { method: 'POST', path: '/v1/after-sales/aft_1/dispute' },
    });
    game.pass(8 * DAYS);
    expect(labels(suggested(game))).not.toContain('Ask the platform to decide');
  });

  it('with an offer on it is to take it; that waits for the goods, the courier', () => {
    const game = received();
    game.apply('aft_1');
    game.offer('aft_1', 'merchant', 3000);
    expect(suggested(game)[0]).toMatchObject({
      label: { en: 'Accept 30.00 CNY' },
      request: { path: '/v1/after-sales/aft_1/offers/1/accept', body: {} },
    });
    const approved = received();
    approved.apply('aft_1');
    approved.approve('aft_1');
    const [first] = suggested(approved);
    expect(first?.request).toMatchObject({ path: '/v1/after-sales/aft_1/pickup', body: { address: ADDRESS } });
  });

  it('is for the buyer alone; whoever works for him sees how far it is', () => {
    const paths = (role: string) => suggested(rejected(), { role }).map(({ request }) => request.path);
    for (const role of ['merchant', 'agent']) {
      expect(paths(role)).not.toContain('/v1/after-sales/aft_1/dispute');
      expect(paths(role)[0]).toBe('/v1/after-sales/aft_1');
    }
  });
});

describe('whoever comes for the first time (M19)', () => {
  it('is shown what there is to choose from first', () => {
    const guide = { request: { method: 'GET', path: '/v1/orders/ord_1/after-sale-options' } };
    expect(suggested(received(), { experience: 'first_time' })[0]).toMatchObject(guide);
    expect(suggested(received()).at(-1)).toMatchObject(guide);
  });
});

describe('every suggestion (M18)', () => {
  it('of an application is accepted as it is printed, whatever has happened before', () => {
    fc.assert(
      fc.property(dice, (numbers) => {
        const each = randomCase(numbers);
        const { game, merchant, shelf, stock } = each;
        for (const { request } of suggested(game, {}, each)) {
          if (request.path !== '/v1/after-sales') continue;
          const sent = request.body as Pick<Application, 'type' | 'reason' | 'lines'>;
          const unsaid = { requestedAmount: null, component: 'cash', goodsReceived: null, targetSku: null } as const;
          const application: Application = { ...sent, ...unsaid, evidenceIds: [], initiator: 'buyer' };
          const told = decide(
            {
              type: 'Submit',
              data: {
                ...{ ...game.asked('buyer'), afterSaleId: 'aft_new', application, merchant, shelf, stock },
                ...{ entryPoint: 'im_merchant', description: null, pickup: null },
              },
            },
            game.state(),
          );
          expect([sent, isRefusal(told)]).toEqual([sent, false]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('shows amounts with the digits of their currency', () => {
    expect([minorText(5, 'CNY'), minorText(1500, 'JPY'), minorText(123456, 'CNY')]).toEqual([
      '0.05 CNY',
      '1500 JPY',
      '1234.56 CNY',
    ]);
  });
});
