import { describe, expect, it } from '@jest/globals';
import { DAYS, HOURS, line, play, refusal, types, type Play } from '../play-for-tests';

const applied = (over: Parameters<Play['apply']>[1] = {}): Play => {
  const game = play([line(1, 1, 90_000, { category: 'appliance' })]);
  game.ship(1, 1);
  game.receiveLine(1);
  game.apply('aft_1', { type: 'repair', reason: 'malfunction', ...over });
  return game;
};
const arranged = (): Play => {
  const game = applied();
  game.visit('aft_1');
  return game;
};
const harmed = { inWarranty: false, quote: [{ kind: 'labour', amount: 5000 }] } as const;

describe('a repair on site (P2)', () => {
  it('is arranged by the approval that names a time', () => {
    const game = applied();
    const decision = game.visit('aft_1', 24);
    expect(types(decision)).toEqual(['after_sale.approved', 'case.deadline_started']);
    expect(game.view('aft_1', 'merchant')).toMatchObject({
      status: 'on_site_scheduled',
      onSite: { appointment: { from: '2026-03-02T02:00:00.000Z', to: '2026-03-02T04:00:00.000Z' } },
      deadline: { kind: 'visit', at: '2026-03-03T04:00:00.000Z', onExpiry: 'send_in' },
      allowedActions: ['appointment', 'diagnosis'],
    });
    expect(game.view('aft_1').allowedActions).toEqual(['appointment', 'cancel']);
  });

  it('is for repairs alone, within thirty days, and not in the past', () => {
    const game = applied();
    expect(refusal(game.visit('aft_1', -1)).refused).toBe('slot_too_soon');
    expect(refusal(game.visit('aft_1', 30 * 24)).refused).toBe('slot_too_late');
    const other = play([line(1, 1, 4000)]);
    other.ship(1, 1);
    other.receiveLine(1);
    other.apply('aft_1', { reason: 'no_reason_7d' });
    expect(refusal(other.visit('aft_1'))).toMatchObject({
      refused: 'malformed',
      detail: { errors: [{ pointer: '/onSite' }] },
    });
  });

  it('is moved by either side, three times at most, and waited for anew', () => {
    const game = arranged();
    expect(types(game.moveVisit('aft_1', 'buyer', 72))).toEqual(['repair.visit_rescheduled', 'case.deadline_started']);
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'visit', at: '2026-03-05T04:00:00.000Z' });
    game.moveVisit('aft_1', 'merchant');
    game.moveVisit('aft_1', 'buyer');
    expect(refusal(game.moveVisit('aft_1', 'merchant')).refused).toBe('appointments_exhausted');
  });

  it('that nobody comes to is a repair whose goods are sent in, at the cost of the merchant', () => {
    const game = arranged();
    game.pass(50 * HOURS);
    expect(types(game.fire('aft_1'))).toContain('repair.visit_missed');
    expect(game.view('aft_1')).toMatchObject({
      status: 'awaiting_buyer_shipment',
      returnFreightBearer: 'merchant',
      onSite: null,
      deadline: { kind: 'ship_back' },
    });
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    expect(game.view('aft_1').status).toBe('diagnosing');
  });

  it('may be called off by the buyer (K3)', () => {
    const game = arranged();
    game.cancel('aft_1');
    expect(game.view('aft_1').status).toBe('cancelled_by_buyer');
  });

  it('is diagnosed at the visit, free of charge, done, and confirmed: nothing is sent (P4, P9, P12)', () => {
    const game = arranged();
    game.diagnose('aft_1');
    expect(game.view('aft_1')).toMatchObject({ status: 'in_repair', deadline: { kind: 'repair' } });
    game.finish('aft_1');
    expect(game.view('aft_1')).toMatchObject({ status: 'awaiting_buyer_receipt', replacementShipment: null });
    game.pass(10 * DAYS);
    game.fire('aft_1');
    expect(game.view('aft_1').status).toBe('completed');
  });

  it('is quoted at the visit, and paid before the work begins (P5, P6)', () => {
    const game = arranged();
    game.diagnose('aft_1', harmed);
    expect(game.view('aft_1')).toMatchObject({ status: 'awaiting_quote_acceptance', fees: [{ status: 'quoted' }] });
    game.acceptQuote('aft_1');
    expect(game.view('aft_1')).toMatchObject({ status: 'in_repair', fees: [{ status: 'paid' }] });
  });

  it.each([
    ['declined', (game: Play) => game.declineQuote('aft_1')],
    [
      'not answered',
      (game: Play) => {
        game.pass(5 * DAYS);
        return game.fire('aft_1');
      },
    ],
  ])('ends where the quote is %s, and nothing is due (P7)', (_, answer) => {
    const game = arranged();
    game.diagnose('aft_1', harmed);
    expect(types(answer(game))).toEqual(expect.arrayContaining(['repair.quote_declined', 'after_sale.closed']));
    expect(game.view('aft_1')).toMatchObject({
      status: 'closed',
      closeReason: 'quote_declined',
      fees: [],
      deadline: null,
    });
  });

  it('that cannot be done is a return, or an exchange, whose goods come first (P9)', () => {
    const broken = arranged();
    broken.diagnose('aft_1');
    broken.finish('aft_1', 'irreparable');
    expect(broken.view('aft_1')).toMatchObject({ type: 'return_refund', status: 'awaiting_buyer_shipment' });
    broken.waybill('aft_1');
    broken.receipt('aft_1', [[1, 1, 0, 0]], []);
    expect(broken.view('aft_1').status).toBe('refunding');

    const replaced = arranged();
    replaced.diagnose('aft_1');
    replaced.finish('aft_1', 'replace');
    expect(replaced.view('aft_1')).toMatchObject({ type: 'exchange', status: 'awaiting_buyer_shipment', onSite: null });
    replaced.waybill('aft_1');
    replaced.receipt('aft_1', [[1, 1, 0, 0]], []);
    expect(replaced.view('aft_1').status).toBe('awaiting_merchant_shipment');
  });

  it('that takes too long is offered its price, for the goods (P10)', () => {
    const game = arranged();
    game.diagnose('aft_1');
    game.pass(15 * DAYS);
    game.fire('aft_1');
    expect(game.view('aft_1').status).toBe('negotiating');
    game.acceptOffer('aft_1', 'buyer');
    expect(game.view('aft_1')).toMatchObject({ type: 'return_refund', status: 'awaiting_buyer_shipment' });
  });

  it('may be objected to, and is then reviewed like any other (X8)', () => {
    const game = arranged();
    game.diagnose('aft_1');
    game.finish('aft_1');
    game.object('aft_1');
    expect(game.view('aft_1')).toMatchObject({ status: 'pending_merchant_review', onSite: null });
    game.approve('aft_1');
    expect(game.view('aft_1').status).toBe('awaiting_buyer_shipment');
  });
});

describe('the serial number of a repair (P1)', () => {
  it('is kept with the ticket and told with the application, also when it is corrected', () => {
    const game = applied({ serialNumber: 'SN-1' });
    expect(game.view('aft_1').serialNumber).toBe('SN-1');
    game.modify('aft_1', { serialNumber: 'SN-2' });
    expect(game.view('aft_1').serialNumber).toBe('SN-2');
    game.modify('aft_1', { reason: 'malfunction' });
    expect(game.view('aft_1').serialNumber).toBe('SN-2');
    const said = game.told().flatMap(({ type, data }) => ('serialNumber' in data ? [[type, data.serialNumber]] : []));
    expect(said.filter(([type]) => type !== 'case.application_kept')).toEqual([
      ['after_sale.submitted', 'SN-1'],
      ['after_sale.modified', 'SN-2'],
      ['after_sale.modified', 'SN-2'],
    ]);
  });

  it('is demanded where the policy of the category says so', () => {
    const flags = {
      returnFeePercent: 0,
      freeShipping: null,
      negotiateFirst: false,
      serialNumberFor: ['appliance'] as const,
    };
    const merchant = { versions: [{ number: 1, since: '2026-01-01T00:00:00.000Z', byCategory: {}, flags }], rules: [] };
    const game = play([line(1, 1, 90_000, { category: 'appliance' }), line(2, 1, 4000)], { merchant });
    for (const lineNumber of [1, 2]) {
      game.ship(lineNumber, 1);
      game.receiveLine(lineNumber);
    }
    const repair = { type: 'repair', reason: 'malfunction' } as const;
    const denied = refusal(game.apply('aft_1', repair));
    expect(denied).toMatchObject({
      refused: 'serial_number_required',
      detail: { denial: { rule: '/flags/serialNumberFor', hint: 'add_serial_number' } },
    });
    game.apply('aft_2', { ...repair, serialNumber: 'SN-1' });
    game.apply('aft_3', { ...repair, lines: [{ lineNumber: 2, quantity: 1 }] });
    expect([game.view('aft_2').status, game.view('aft_3').status]).toEqual(Array(2).fill('pending_merchant_review'));
  });
});
