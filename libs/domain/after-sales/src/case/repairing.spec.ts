import { describe, expect, it } from '@jest/globals';
import { inDispute } from './dispute/dispute-for-tests';
import { platformPolicies } from '../policy/policy';
import { reasonOf } from '../policy/reasons';
import { standingOf } from '../policy/standing-of-case';
import { windowEnd } from '../policy/windows';
import { DAYS, HOURS, line, play, refusal, T0, types, type Play } from './play-for-tests';

const quote = [
  { kind: 'parts', amount: 9000 },
  { kind: 'labour', amount: 1000 },
];

const asked = (reason = 'malfunction'): Play => {
  const game = play([line(1, 1, 45000, { warrantyMonths: 12 })]);
  game.ship(1, 1);
  game.receiveLine(1);
  game.apply('aft_1', { type: 'repair', reason, evidenceIds: ['evd_1'] });
  return game;
};
/** The goods are on the merchant's bench. */
const onTheBench = (reason?: string): Play => {
  const game = asked(reason);
  game.approve('aft_1');
  game.waybill('aft_1');
  game.receipt('aft_1', [[1, 1, 0, 0]], []);
  return game;
};
const inRepair = (): Play => {
  const game = onTheBench();
  game.diagnose('aft_1');
  return game;
};
const quoted = (): Play => {
  const game = onTheBench();
  game.diagnose('aft_1', { humanDamage: true, quote });
  return game;
};
const silence = (game: Play, ms: number): Play => {
  game.pass(ms);
  game.fire('aft_1');
  return game;
};
const fees = (game: Play) => game.view('aft_1').fees.map(({ item, amount, status }) => [item, amount, status]);
const refundsAsked = (game: Play) =>
  game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data.money] : []));

describe('a repair', () => {
  it('is approved and received like a return, and waits for the diagnosis (P1, P2, P3)', () => {
    for (const game of [asked(), asked()]) expect(game.view('aft_1').deadline?.kind).toBe('merchant_review');
    expect(silence(asked(), 48 * HOURS).view('aft_1').status).toBe('awaiting_buyer_shipment');
    const game = onTheBench();
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'diagnosing', responsibility: 'none', refund: { approved: null } },
      deadline: { kind: 'diagnosis', secondsLeft: 3 * 24 * 3600, onExpiry: 'start_free_repair' },
    });
    const unseen = asked();
    unseen.approve('aft_1');
    unseen.waybill('aft_1');
    expect(silence(unseen, 10 * DAYS).view('aft_1').status).toBe('diagnosing');
  });

  it('is free inside the warranty, and then the merchant is to blame (P4, rulings 1.12)', () => {
    const game = onTheBench();
    expect(types(game.diagnose('aft_1'))).toEqual(['repair.started', 'case.deadline_started']);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'in_repair', responsibility: 'merchant', fees: [] },
      deadline: { kind: 'repair', secondsLeft: 15 * 24 * 3600, onExpiry: 'offer_refund' },
    });
  });

  it('starts by itself, for nothing, when nobody has looked in time (P4, rulings 4.7)', () => {
    const game = silence(onTheBench(), 3 * DAYS);
    expect(game.view('aft_1')).toMatchObject({ status: 'in_repair', responsibility: 'merchant', fees: [] });
    expect(refusal(game.diagnose('aft_1')).refused).toBe('deadline_passed');
  });

  it('has a price outside the warranty or where the buyer broke it, and only there (P5)', () => {
    const game = onTheBench();
    expect(refusal(game.diagnose('aft_1', { quote })).refused).toBe('quote_not_allowed');
    expect(refusal(game.diagnose('aft_1', { inWarranty: false })).refused).toBe('quote_required');
    expect(refusal(game.diagnose('aft_1', { humanDamage: true })).refused).toBe('quote_required');
    expect(types(game.diagnose('aft_1', { inWarranty: false, quote }))).toEqual([
      'repair.quoted',
      'case.fees_known',
      'case.deadline_started',
    ]);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_quote_acceptance', responsibility: 'buyer' },
      deadline: { kind: 'quote', secondsLeft: 5 * 24 * 3600, onExpiry: 'decline' },
    });
    expect(fees(game)).toEqual([
      ['parts', 9000, 'quoted'],
      ['labour', 1000, 'quoted'],
    ]);
    expect(refusal(game.finish('aft_1')).refused).toBe('invalid_transition');
  });

  it('leaves a responsibility alone that was known before', () => {
    const game = onTheBench('other_quality');
    game.diagnose('aft_1', { humanDamage: true, quote });
    expect(game.view('aft_1').responsibility).toBe('merchant');
  });

  it('begins when the price is paid, and cannot be made dearer then (P6, money.md 13)', () => {
    const game = quoted();
    expect(types(game.acceptQuote('aft_1'))).toEqual([
      'repair.quote_accepted',
      'charge.captured',
      'case.fees_known',
      'case.deadline_started',
    ]);
    expect(game.told().find(({ type }) => type === 'charge.captured')).toMatchObject({
      data: { paymentId: 'pay-1', amount: 10000, status: 'in_repair' },
    });
    expect(fees(game)).toEqual([
      ['parts', 9000, 'paid'],
      ['labour', 1000, 'paid'],
    ]);
    expect(refusal(game.diagnose('aft_1', { humanDamage: true, quote })).refused).toBe('invalid_transition');
  });

  it('sends home unrepaired what is too dear, and charges nothing (P7)', () => {
    const declined = quoted();
    declined.declineQuote('aft_1');
    for (const game of [declined, silence(quoted(), 5 * DAYS)]) {
      expect(game.view('aft_1')).toMatchObject({ status: 'awaiting_merchant_shipment', deadline: { kind: 'reship' } });
      expect(fees(game)).toEqual([]);
    }
    expect(refusal(silence(quoted(), 5 * DAYS).acceptQuote('aft_1')).refused).toBe('deadline_passed');
  });

  it('keeps the freight of the way beside the price', () => {
    const game = asked();
    game.approve('aft_1');
    game.book('aft_1');
    const data = { status: 'picked_up', at: game.now(), freight: 1200, weightGrams: null } as const;
    game.parcel('aft_1', { type: 'return.picked_up', data });
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    game.diagnose('aft_1', { humanDamage: true, quote });
    game.declineQuote('aft_1');
    expect(game.view('aft_1').fees).toEqual([{ kind: 'return_freight', payer: 'buyer', amount: 1200, status: 'due' }]);
  });

  it('is finished, sent home, and completed by the buyer or his silence; no money moves (P9, P11, P12)', () => {
    const game = inRepair();
    expect(types(game.finish('aft_1'))).toEqual(['repair.finished', 'case.deadline_started']);
    expect(game.view('aft_1', 'merchant').allowedActions).toEqual(['replacement_shipment']);
    expect(types(game.send('aft_1'))).toEqual(['repair.sent_back', 'case.deadline_started']);
    expect(silence(game, 10 * DAYS).view('aft_1').status).toBe('completed');
    game.apply('aft_2', { type: 'refund_only', reason: 'workmanship', evidenceIds: ['evd_1'] });
    expect(game.view('aft_2').refund.requested.cash).toBe(45000);
    expect(refundsAsked(game)).toEqual([]);
    const confirmed = inRepair();
    confirmed.finish('aft_1');
    confirmed.send('aft_1');
    confirmed.confirm('aft_1');
    expect(confirmed.view('aft_1').status).toBe('completed');
  });

  it('goes on as an exchange for what is replaced instead (P9)', () => {
    const game = inRepair();
    expect(types(game.finish('aft_1', 'replace'))).toEqual([
      'repair.finished',
      'after_sale.type_changed',
      'case.deadline_started',
    ]);
    expect(game.view('aft_1', 'merchant')).toMatchObject({
      ...{ type: 'exchange', status: 'awaiting_merchant_shipment', targetSku: 'SKU-1' },
      allowedActions: ['dispositions', 'out_of_stock', 'replacement_shipment'],
    });
    game.send('aft_1');
    game.confirm('aft_1');
    expect(game.state().order?.lines[0]?.receipts).toEqual([{ units: 1, at: game.now() }]);
  });

  it('becomes a refund where it cannot be done, is not sent home in time, or the goods are lost (P9, R12, rulings 4.6)', () => {
    const irreparable = inRepair();
    irreparable.finish('aft_1', 'irreparable');
    const forgotten = inRepair();
    forgotten.finish('aft_1');
    silence(forgotten, 3 * DAYS);
    const lost = asked();
    lost.approve('aft_1');
    lost.waybill('aft_1');
    lost.parcel('aft_1', { type: 'return.lost', data: { status: 'lost', because: 'carrier' } }, 'self_ship');
    for (const game of [irreparable, forgotten, lost]) {
      expect(game.view('aft_1')).toMatchObject({ type: 'return_refund', status: 'refunding' });
      expect(refundsAsked(game)).toMatchObject([{ lines: [{ units: 1, cash: 45000 }] }]);
    }
    expect(lost.view('aft_1').responsibility).toBe('logistics');
  });

  it('that takes too long offers the price, to be taken or left, not haggled over (P10, rulings 4.8)', () => {
    const overdue = () => silence(inRepair(), 15 * DAYS);
    const game = overdue();
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'negotiating', deadline: { kind: 'offer' }, allowedActions: ['accept_offer', 'decline_offer'] },
      offers: [{ number: 1, by: 'merchant', type: 'return_refund', amount: 45000, status: 'live' }],
    });
    game.acceptOffer('aft_1', 'buyer');
    for (const paid of [game, silence(overdue(), 2 * DAYS)]) {
      expect(paid.view('aft_1')).toMatchObject({ type: 'return_refund', status: 'refunding' });
      expect(refundsAsked(paid)).toMatchObject([{ lines: [{ units: 1, cash: 45000 }] }]);
    }
    const declined = overdue();
    declined.declineOffer('aft_1', 'buyer');
    expect(declined.view('aft_1')).toMatchObject({
      ...{ status: 'in_repair', deadline: { kind: 'repair', secondsLeft: 15 * 24 * 3600 } },
    });
    declined.finish('aft_1');
    expect(declined.view('aft_1').status).toBe('awaiting_merchant_shipment');
  });

  it('offers the price of the goods on the bench alone', () => {
    const game = play([line(1, 2, 45000)]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1', { type: 'repair', reason: 'malfunction' });
    game.approve('aft_1');
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    game.diagnose('aft_1');
    expect(silence(game, 15 * DAYS).view('aft_1').offers).toMatchObject([{ amount: 45000 }]);
  });

  it('comes to the bench once more when it is not as agreed (X8, rulings 4.6)', () => {
    const game = inRepair();
    game.finish('aft_1');
    game.send('aft_1');
    game.object('aft_1');
    expect(game.view('aft_1')).toMatchObject({ status: 'pending_merchant_review', returnShipment: null });
    game.approve('aft_1');
    expect(game.view('aft_1').allowedActions).toEqual(['cancel', 'drop_off', 'pickup', 'waybill']);
    game.waybill('aft_1', 'YT-2');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    expect(game.view('aft_1').status).toBe('diagnosing');
  });

  it('may be refused at the door, and may not be out of stock', () => {
    const game = asked();
    game.approve('aft_1');
    game.waybill('aft_1');
    game.rejectReceipt('aft_1');
    expect(game.view('aft_1').status).toBe('inspection_rejected');
    game.approve('aft_1');
    expect(game.view('aft_1').status).toBe('diagnosing');
    const finished = inRepair();
    finished.finish('aft_1');
    expect(refusal(finished.outOfStock('aft_1')).refused).toBe('invalid_transition');
  });
});

describe('a price that the buyer contests (P8)', () => {
  const contested = () => {
    const game = quoted();
    game.pass(2 * DAYS);
    const dispute = inDispute(game, 'aft_1');
    dispute.open('buyer');
    return { game, dispute };
  };
  const judged = (responsibility: 'buyer' | 'merchant') => {
    const { game, dispute } = contested();
    dispute.show('merchant', 'evd_2');
    dispute.judge(0, { responsibility });
    dispute.pass();
    return game;
  };

  it('stands still while the platform looks, and is neither accepted nor declined meanwhile', () => {
    const { game } = contested();
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'awaiting_quote_acceptance', underIntervention: true, allowedActions: [] },
      deadline: { kind: 'quote', at: null, secondsLeft: 3 * 24 * 3600, pausedBy: 'dispute' },
    });
    expect(refusal(game.acceptQuote('aft_1')).refused).toBe('invalid_transition');
  });

  it('falls where it was not the buyer, by verdict or by the merchant giving in: the work is free', () => {
    const { game, dispute } = contested();
    dispute.concede();
    for (const free of [game, judged('merchant')]) {
      expect(free.view('aft_1')).toMatchObject({
        ...{ status: 'in_repair', underIntervention: false, responsibility: 'merchant', fees: [] },
        deadline: { kind: 'repair' },
      });
    }
  });

  it('stands where it was, or where he asks no more: he has the rest of his time to accept it', () => {
    const { game, dispute } = contested();
    dispute.withdraw();
    for (const due of [game, judged('buyer')]) {
      expect(due.view('aft_1')).toMatchObject({
        ...{ status: 'awaiting_quote_acceptance', underIntervention: false },
        deadline: { kind: 'quote', secondsLeft: 3 * 24 * 3600, pausedBy: null },
      });
      due.acceptQuote('aft_1');
      expect(due.view('aft_1').status).toBe('in_repair');
    }
  });
});

describe('the price of a repair that came to nothing (money.md 13)', () => {
  const paid = (): Play => {
    const game = quoted();
    game.acceptQuote('aft_1');
    return game;
  };
  const requests = (game: Play) =>
    game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data] : []));

  it.each([
    ['it cannot be repaired', (game: Play) => game.finish('aft_1', 'irreparable')],
    [
      'the price of the goods is taken instead of a late repair',
      (game: Play) => [silence(game, 15 * DAYS), game.acceptOffer('aft_1', 'buyer')],
    ],
    ['it is not sent home in time', (game: Play) => [game.finish('aft_1'), silence(game, 3 * DAYS)]],
    ['what should replace it is gone', (game: Play) => [game.finish('aft_1', 'replace'), game.outOfStock('aft_1')]],
  ])('goes back beside that of the goods, once: %s', (_why, end) => {
    const game = paid();
    end(game);
    const [fee, goods, ...more] = requests(game);
    expect(fee).toMatchObject({ charge: { paymentId: 'pay-1', amount: 10_000 }, money: { lines: [] } });
    expect(goods).toMatchObject({ money: { lines: [{ cash: 45_000 }] } });
    expect([goods?.charge, more]).toEqual([undefined, []]);
    expect(game.ticket('aft_1').refundId).toBe(goods?.refundId);
    expect(game.view('aft_1').fees).toMatchObject([{ refundId: fee?.refundId }, { refundId: fee?.refundId }]);

    game.refund('aft_1', 'refund.succeeded', { refundId: fee?.refundId ?? '', charge: fee?.charge });
    expect(game.view('aft_1').status).toBe('refunding');
    game.refund('aft_1', 'refund.succeeded');
    expect(game.view('aft_1').status).toBe('completed');
  });

  it('stays where the work was done, and is nothing where it was free', () => {
    const done = paid();
    done.finish('aft_1');
    done.send('aft_1');
    done.confirm('aft_1');
    expect(requests(done)).toEqual([]);
    const free = inRepair();
    free.finish('aft_1', 'irreparable');
    expect(requests(free).map(({ charge }) => charge)).toEqual([undefined]);
  });
});

describe('the warranty of goods that were repaired (P12)', () => {
  const windowOf = (game: Play, unit = 0) => {
    const standing = standingOf(game.state().order ?? missing(), game.state().tickets);
    const receipt = standing.lines[0]?.receipts.left[unit];
    const start = { paidAt: T0, warrantyMonths: 12, receivedAt: receipt?.at ?? null };
    return windowEnd('repair', MALFUNCTION, platformPolicies.default, { ...start, ...receipt });
  };
  /** Away for six days, and home again. */
  const repaired = (game: Play, work: (game: Play) => unknown) => {
    game.pass(4 * DAYS);
    work(game);
    game.pass(2 * DAYS);
    game.send('aft_1');
    game.confirm('aft_1');
  };

  it('stands still while they are away, whether they could be repaired or not', () => {
    expect(windowOf(inRepair())).toBe('2028-03-01T15:59:59.000Z');
    const game = inRepair();
    repaired(game, () => game.finish('aft_1'));
    expect(windowOf(game)).toBe('2028-03-07T15:59:59.000Z');
    const declined = quoted();
    repaired(declined, () => declined.declineQuote('aft_1'));
    expect(windowOf(declined)).toBe('2028-03-07T15:59:59.000Z');
  });

  it('is thirty days at least for what was repaired', () => {
    const late = (work: (game: Play) => unknown) => {
      const game = asked();
      game.cancel('aft_1');
      game.to('2028-02-28T02:00:00.000Z');
      game.apply('aft_1b', { type: 'repair', reason: 'malfunction' });
      game.approve('aft_1b');
      game.waybill('aft_1b');
      game.receipt('aft_1b', [[1, 1, 0, 0]], []);
      work(game);
      game.send('aft_1b');
      game.confirm('aft_1b');
      return game;
    };
    const done = late((game) => [game.diagnose('aft_1b'), game.finish('aft_1b')]);
    expect(windowOf(done)).toBe('2028-03-29T15:59:59.000Z');
    done.to('2028-03-29T15:59:58.000Z');
    done.apply('aft_2', { type: 'repair', reason: 'malfunction' });
    expect(done.view('aft_2').status).toBe('pending_merchant_review');
    const sentHome = late((game) => [
      game.diagnose('aft_1b', { humanDamage: true, quote }),
      game.declineQuote('aft_1b'),
    ]);
    expect(windowOf(sentHome)).toBe('2028-03-01T15:59:59.000Z');
  });

  it('counts every time they were away, and only for the units that were', () => {
    const game = play([line(1, 2, 45_000, { warrantyMonths: 12 })]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1', { type: 'repair', reason: 'malfunction' });
    game.approve('aft_1');
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    game.diagnose('aft_1');
    game.pass(3 * DAYS);
    game.finish('aft_1');
    game.send('aft_1');
    game.object('aft_1');
    game.pass(1 * DAYS);
    game.approve('aft_1');
    game.waybill('aft_1', 'YT-2');
    game.receipt('aft_1', [[1, 1, 0, 0]], []);
    game.diagnose('aft_1');
    game.pass(4 * DAYS);
    game.finish('aft_1');
    game.send('aft_1', 'RE-2');
    game.confirm('aft_1');
    expect([windowOf(game, 0), windowOf(game, 1)]).toEqual(['2028-03-01T15:59:59.000Z', '2028-03-08T15:59:59.000Z']);
  });
});

const MALFUNCTION = reasonOf('malfunction') ?? missing();

function missing(): never {
  throw new Error('not there');
}
