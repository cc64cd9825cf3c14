import { describe, expect, it } from '@jest/globals';
import { DAYS, line, play, refusal, types, type Play } from './play-for-tests';

/** Three units on their way back, as a return or an exchange. */
const underWay = (application: Parameters<Play['apply']>[1] = {}): Play => {
  const game = play([line(1, 3, 2000, { category: 'apparel' })]);
  game.ship(1, 3);
  game.receiveLine(1);
  game.apply('aft_1', { lines: [{ lineNumber: 1, quantity: 3 }], ...application });
  game.approve('aft_1');
  game.waybill('aft_1');
  return game;
};
const refused = (decision: ReturnType<Play['dispose']>) => refusal(decision).refused;
const decided = (game: Play, id = 'aft_1') =>
  game.view(id).dispositions.map(({ quantity, disposition, sku }) => [quantity, disposition, sku]);

describe('what becomes of goods that are back (R13, rulings 4.11)', () => {
  it('is decided unit by unit, each once, and moves neither status nor money', () => {
    const game = underWay();
    expect(refused(game.dispose('aft_1', [1, 1, 'scrap']))).toBe('quantity_exceeds_available');
    game.receipt('aft_1', [[1, 3, 0, 0]], []);
    const before = game.view('aft_1', 'merchant');
    expect(before).toMatchObject({ status: 'refunding', allowedActions: ['dispositions'] });

    expect(refused(game.dispose('aft_1', [1, 2, 'restock'], [1, 2, 'scrap']))).toBe('quantity_exceeds_available');
    expect(types(game.dispose('aft_1', [1, 1, 'restock'], [1, 1, 'scrap']))).toEqual(['return.disposed']);
    expect(refused(game.dispose('aft_1', [1, 2, 'refurbish']))).toBe('quantity_exceeds_available');
    game.refund('aft_1', 'refund.succeeded');
    game.dispose('aft_1', [1, 1, 'refurbish']);
    expect(refused(game.dispose('aft_1', [1, 1, 'refurbish']))).toBe('quantity_exceeds_available');

    expect(decided(game)).toEqual([
      [1, 'restock', 'SKU-1'],
      [1, 'scrap', 'SKU-1'],
      [1, 'refurbish', 'SKU-1'],
    ]);
    const after = game.view('aft_1', 'merchant');
    expect([after.refund.approved, after.allowedActions]).toEqual([before.refund.approved, []]);
    expect(game.told().filter(({ type }) => type === 'refund.request')).toHaveLength(1);
  });

  it("is the merchant's to say, and of a line that the ticket has", () => {
    const game = underWay();
    game.receipt('aft_1', [[1, 3, 0, 0]], []);
    const parts = [{ lineNumber: 1, quantity: 1, disposition: 'scrap' as const }];
    const byBuyer = game.run({ type: 'Dispose', data: { ...game.asked('buyer'), afterSaleId: 'aft_1', parts } });
    expect(refused(byBuyer)).toBe('forbidden');
    expect(refused(game.dispose('aft_1', [2, 1, 'scrap']))).toBe('quantity_exceeds_available');
  });

  it('is nothing for goods that never came, and for what the carrier lost', () => {
    const game = underWay();
    game.receipt('aft_1', [[1, 1, 0, 2]]);
    const [childId = ''] = game.view('aft_1').childIds;
    game.approve(childId);
    expect(refused(game.dispose(childId, [1, 1, 'scrap']))).toBe('quantity_exceeds_available');
    expect(refused(game.dispose('aft_1', [1, 2, 'scrap']))).toBe('quantity_exceeds_available');
    expect(refused(game.dispose('aft_1', [1, 1, 'scrap']))).toBe('none');

    const lost = underWay();
    lost.parcel('aft_1', { type: 'return.lost', data: { status: 'lost', because: 'carrier' } }, 'self_ship');
    expect(refused(lost.dispose('aft_1', [1, 1, 'restock']))).toBe('quantity_exceeds_available');
  });

  it('waits for refused goods until they are agreed about: paid they may be scrapped, else only sent home', () => {
    const contested = () => {
      const game = underWay();
      game.receipt('aft_1', [[1, 0, 2, 1]]);
      expect(refused(game.dispose('aft_1', [1, 1, 'return_to_buyer']))).toBe('quantity_exceeds_available');
      return game;
    };
    const agreed = contested();
    agreed.approve('aft_1');
    agreed.dispose('aft_1', [1, 2, 'scrap']);
    expect(decided(agreed)).toEqual([[2, 'scrap', 'SKU-1']]);

    const closed = contested();
    closed.pass(7 * DAYS);
    closed.fire('aft_1');
    expect(closed.view('aft_1', 'merchant')).toMatchObject({ status: 'closed', allowedActions: ['dispositions'] });
    expect(refused(closed.dispose('aft_1', [1, 1, 'restock']))).toBe('quantity_exceeds_available');
    closed.dispose('aft_1', [1, 2, 'return_to_buyer']);
    expect(decided(closed)).toEqual([[2, 'return_to_buyer', 'SKU-1']]);
  });

  it('is never asked of goods on the bench, unless they stay there', () => {
    const game = underWay({ type: 'repair', reason: 'malfunction' });
    game.receipt('aft_1', [[1, 3, 0, 0]], []);
    expect(refused(game.dispose('aft_1', [1, 1, 'scrap']))).toBe('quantity_exceeds_available');
    game.diagnose('aft_1');
    game.finish('aft_1', 'irreparable');
    game.dispose('aft_1', [1, 3, 'scrap']);
    expect(decided(game)).toEqual([[3, 'scrap', 'SKU-1']]);
  });

  it('outlives a replacement that goes wrong, and counts what comes back after it besides (X8)', () => {
    const game = underWay({ type: 'exchange', reason: 'unsuitable' });
    game.receipt('aft_1', [[1, 3, 0, 0]], []);
    game.dispose('aft_1', [1, 1, 'restock']);
    game.send('aft_1');
    game.object('aft_1');
    expect(game.view('aft_1', 'merchant').allowedActions).toContain('dispositions');
    game.dispose('aft_1', [1, 2, 'scrap']);
    expect(refused(game.dispose('aft_1', [1, 1, 'scrap']))).toBe('quantity_exceeds_available');
    game.modify('aft_1', { type: 'return_refund', reason: 'changed_mind' });
    game.approve('aft_1');
    game.waybill('aft_1', 'YT-2');
    game.receipt('aft_1', [[1, 3, 0, 0]], []);
    game.dispose('aft_1', [1, 3, 'refurbish']);
    expect(decided(game).map(([quantity]) => quantity)).toEqual([1, 2, 3]);
  });

  it('names what exchanged units have become', () => {
    const game = play([line(1, 2, 2000, { category: 'apparel', spu: 'TEE', sku: 'TEE-M' })]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.announce(
      new Map([
        [
          'TEE-L',
          {
            announcements: [
              {
                ...{ merchantId: 'merchant-1', sku: 'TEE-L', spu: 'TEE', category: 'apparel', attributes: {} },
                ...{ unitPrice: 2000, currency: 'CNY', effectiveAt: game.now(), bearer: 'merchant' as const },
                ...{ available: null, randomShip: false, couponOnly: false },
              },
            ],
          },
        ],
      ]),
    );
    game.apply('aft_1', { type: 'exchange', reason: 'unsuitable', targetSku: 'TEE-L' });
    game.approve('aft_1');
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    game.send('aft_1');
    game.confirm('aft_1');
    game.dispose('aft_1', [1, 1, 'restock']);
    expect(decided(game)).toEqual([[1, 'restock', 'TEE-M']]);

    game.apply('aft_2', { lines: [{ lineNumber: 1, quantity: 2 }] });
    game.approve('aft_2');
    game.waybill('aft_2', 'YT-2');
    game.receipt('aft_2', [[1, 2, 0, 0]], []);
    game.dispose('aft_2', [1, 2, 'restock']);
    expect(decided(game, 'aft_2')).toEqual([
      [1, 'restock', 'TEE-M'],
      [1, 'restock', 'TEE-L'],
    ]);
  });
});
