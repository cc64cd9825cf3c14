import { describe, expect, it } from '@jest/globals';
import { flaws, later } from '@amends/kernel';
import { caseAggregate } from '../aggregate';
import { evolve } from '../evolve';
import { DAYS, HOURS, line, play, refusal, types, type Play } from '../play-for-tests';
import { inDispute } from './dispute-for-tests';
import { disputeLife } from './transitions';

type Setting = Readonly<{ type?: 'refund_only' | 'return_refund'; unitPrice?: number; quantity?: number }>;

/** A received order, one ticket on all of a line, and the merchant's no. */
const rejected = ({ type = 'refund_only', unitPrice = 5000, quantity = 1 }: Setting = {}) => {
  const game = play([line(1, quantity, unitPrice)]);
  game.ship(1, quantity);
  game.receiveLine(1);
  game.apply('aft_1', {
    type,
    lines: [{ lineNumber: 1, quantity }],
    goodsReceived: true,
    evidenceIds: ['evd_applied'],
  });
  game.reject('aft_1', { evidenceIds: ['evd_rejected'] });
  return { game, dispute: inDispute(game, 'aft_1') };
};
const disputed = (setting?: Setting) => {
  const both = rejected(setting);
  both.dispute.open();
  return both;
};
const underReview = (setting?: Setting) => {
  const both = disputed(setting);
  both.dispute.show('merchant', 'evd_m');
  return both;
};
const judged = (amount: number, setting?: Setting) => {
  const both = underReview(setting);
  both.dispute.judge(amount);
  return both;
};
/** Goods are back at the merchant, who does not take them. */
const refusedGoods = () => {
  const game = play([line(1, 2, 2500)]);
  game.ship(1, 2);
  game.receiveLine(1);
  game.apply('aft_1', { lines: [{ lineNumber: 1, quantity: 2 }] });
  game.approve('aft_1');
  game.waybill('aft_1');
  game.receipt('aft_1', [[1, 0, 2, 0]]);
  return { game, dispute: inDispute(game, 'aft_1') };
};
const asksFor = (game: Play) =>
  game.told().flatMap((event) => (event.type === 'refund.request' ? [event.data.money.lines] : []));
const cash = (amount: number) => [[expect.objectContaining({ lineNumber: 1, cash: amount })]];

describe('the table', () => {
  it('has no status that nothing leads to, and no row that another contradicts', () =>
    expect(flaws(disputeLife)).toEqual([]));
});

describe('K11, D1: the platform is asked', () => {
  it('the ticket stays as it is, waits for the platform, and keeps the rest of its time', () => {
    const { game, dispute } = rejected();
    game.pass(3 * DAYS);
    expect(types(dispute.open())).toEqual(['dispute.opened', 'after_sale.deadline_changed']);
    game.pass(10 * DAYS);
    expect(game.view('aft_1')).toMatchObject({
      status: 'merchant_rejected',
      underIntervention: true,
      disputeId: dispute.now().id,
      deadline: { kind: 'escalation', at: null, secondsLeft: (4 * DAYS) / 1000, pausedBy: 'dispute' },
      allowedActions: ['cancel'],
    });
    expect(dispute.view()).toMatchObject({
      status: 'awaiting_response',
      openedBy: 'buyer',
      version: 1,
      deadline: { kind: 'evidence', onExpiry: 'default_judgement' },
    });
  });
  it('in time, and once', () => {
    const { game, dispute } = rejected();
    game.pass(7 * DAYS);
    expect(refusal(dispute.open()).refused).toBe('deadline_passed');
    game.fire('aft_1');
    expect(refusal(dispute.open()).refused).toBe('deadline_passed');
    const other = disputed();
    expect(refusal(other.dispute.open()).refused).toBe('invalid_transition');
  });
  it('by the merchant only about refused goods', () => {
    expect(refusal(rejected().dispute.open('merchant')).refused).toBe('invalid_transition');
    const { dispute } = refusedGoods();
    expect(types(dispute.open('merchant'))).toContain('dispute.opened');
    expect(dispute.now()).toMatchObject({ openedBy: 'merchant', awaited: ['buyer'] });
  });
  it('the ticket cannot be applied for anew meanwhile', () => {
    const { game } = disputed();
    expect(refusal(game.modify('aft_1', { reason: 'dislike' })).refused).toBe('invalid_transition');
  });
});

describe('D2, K15: the merchant gives in', () => {
  it('by conceding, and the ticket goes on as approved', () => {
    const { game, dispute } = disputed();
    expect(types(dispute.concede())).toEqual([
      'dispute.conceded',
      'after_sale.approved',
      'case.money_fixed',
      'case.deadline_ended',
      'refund.request',
    ]);
    expect(dispute.now()).toMatchObject({ status: 'resolved_by_parties', deadline: null });
    expect(game.view('aft_1')).toMatchObject({ status: 'refunding', underIntervention: false, deadline: null });
  });
  it('by approving, even after the verdict', () => {
    const { game, dispute } = judged(2000);
    expect(types(game.approve('aft_1')).slice(0, 2)).toEqual(['dispute.conceded', 'after_sale.approved']);
    expect(dispute.now().status).toBe('resolved_by_parties');
    expect(asksFor(game)).toEqual(cash(5000));
  });
  it('no longer by conceding once it is judged', () =>
    expect(refusal(judged(2000).dispute.concede()).refused).toBe('invalid_transition'));
});

describe('K14: customer service', () => {
  it('may approve while the platform intervenes', () => {
    const { game, dispute } = rejected({ type: 'return_refund' });
    expect(refusal(game.approve('aft_1', 'agent')).refused).toBe('forbidden');
    dispute.open();
    expect(game.view('aft_1', 'agent').allowedActions).toContain('approve');
    expect(types(game.approve('aft_1', 'agent')).slice(0, 2)).toEqual([
      'dispute.settled_by_platform',
      'after_sale.approved',
    ]);
    expect(dispute.now().status).toBe('closed');
    expect(game.view('aft_1').status).toBe('awaiting_buyer_shipment');
  });
  it('not past a verdict, and not so much without a supervisor', () => {
    const { game } = judged(5000, { type: 'return_refund' });
    expect(game.approve('aft_1', 'agent')).toMatchObject({ refused: 'invalid_transition' });
    const much = disputed({ unitPrice: 200_001 });
    expect(refusal(much.game.approve('aft_1', 'agent')).refused).toBe('four_eyes_required');
    expect(types(much.game.approve('aft_1', 'supervisor'))).toContain('after_sale.approved');
  });
});

describe('D3: withdrawn', () => {
  it('the ticket is rejected as before, with the exact rest', () => {
    const { game, dispute } = rejected();
    game.pass(2 * DAYS);
    dispute.open();
    game.pass(DAYS);
    expect(refusal(dispute.withdraw('merchant')).refused).toBe('invalid_transition');
    expect(types(dispute.withdraw())).toEqual(['dispute.withdrawn', 'after_sale.deadline_changed']);
    expect(game.view('aft_1')).toMatchObject({
      underIntervention: false,
      deadline: { kind: 'escalation', secondsLeft: (5 * DAYS) / 1000, pausedBy: null },
    });
    expect(types(dispute.open())).toContain('dispute.opened');
  });
  it('K3: with the ticket itself, in any of its states', () => {
    const { game, dispute } = judged(0);
    expect(types(game.cancel('aft_1'))).toEqual(['after_sale.cancelled', 'dispute.withdrawn', 'case.deadline_ended']);
    expect(dispute.now()).toMatchObject({ status: 'withdrawn', deadline: null });
    expect(game.view('aft_1')).toMatchObject({ status: 'cancelled_by_buyer', underIntervention: false });
  });
});

describe('D4, D5, D6: evidence', () => {
  it("the opener's own moves nothing, the other side's answer does", () => {
    const { dispute } = disputed();
    expect(types(dispute.show('buyer', 'evd_b'))).toEqual(['evidence.added']);
    expect(dispute.now().status).toBe('awaiting_response');
    expect(types(dispute.show('merchant', 'evd_m'))).toEqual(['evidence.added', 'dispute.review_started']);
    expect(dispute.view()).toMatchObject({
      status: 'under_review',
      deadline: { kind: 'verdict', onExpiry: 'escalate' },
    });
    expect(dispute.view().evidence).toMatchObject([{ by: 'buyer' }, { by: 'merchant', evidenceIds: ['evd_m'] }]);
  });
  it('asked of both, all must be in', () => {
    const { dispute } = disputed();
    dispute.ask('buyer', 'merchant');
    expect(dispute.now().status).toBe('awaiting_evidence');
    dispute.show('merchant', 'evd_m');
    dispute.show('merchant', 'evd_m2');
    expect(dispute.now().status).toBe('awaiting_evidence');
    dispute.show('buyer', 'evd_b');
    expect(dispute.now()).toMatchObject({ status: 'under_review', inDefault: [] });
  });
  it.each(['awaiting_response', 'awaiting_evidence'] as const)('silence in %s is default', (status) => {
    const { game, dispute } = disputed();
    if (status === 'awaiting_evidence') dispute.ask('merchant', 'buyer');
    if (status === 'awaiting_evidence') dispute.show('buyer', 'evd_b');
    expect(dispute.now().status).toBe(status);
    game.to(later(dispute.now().deadline?.dueAt ?? '', -1));
    expect(dispute.view('merchant').allowedActions).toContain('evidence');
    expect(types(dispute.pass())).toEqual(['dispute.evidence_overdue']);
    expect(dispute.view()).toMatchObject({ status: 'under_review', inDefault: ['merchant'] });
    expect(refusal(dispute.show('merchant', 'evd_m')).refused).toBe('deadline_passed');
    dispute.judge(5000);
    expect(refusal(dispute.show('merchant', 'evd_m')).refused).toBe('invalid_transition');
  });
  it('shows or says something', () =>
    expect(refusal(disputed().dispute.show('merchant')).refused).toBe('evidence_required'));
  it('is the dispute’s, not the application’s', () => {
    const { game } = underReview();
    expect(game.view('aft_1').evidenceIds).toEqual(['evd_applied']);
  });
});

describe('D7, D8: mediation', () => {
  it('ends when both agree: the ticket goes on with that money', () => {
    const { game, dispute } = underReview({ type: 'return_refund' });
    expect(types(dispute.propose(3000))).toEqual(['dispute.proposal_made']);
    expect(dispute.view('buyer').allowedActions).toEqual(['accept_proposal', 'decline_proposal']);
    dispute.accept('buyer');
    expect(refusal(dispute.accept('buyer')).refused).toBe('invalid_transition');
    expect(types(dispute.accept('merchant')).slice(0, 3)).toEqual([
      'dispute.proposal_accepted',
      'dispute.mediated',
      'after_sale.approved',
    ]);
    expect(dispute.now()).toMatchObject({ status: 'resolved_by_parties', proposals: [{ status: 'accepted' }] });
    expect(game.view('aft_1')).toMatchObject({ status: 'awaiting_buyer_shipment', underIntervention: false });
    game.waybill('aft_1');
    game.receipt('aft_1', [[1, 1, 0, 0]]);
    expect(asksFor(game)).toEqual(cash(3000));
  });
  it.each([{ type: 'compensation' } as const, { keepGoods: true }])('as goodwill (%j) it pays cash alone', (terms) => {
    const { game, dispute } = underReview({ type: 'return_refund', quantity: 2, unitPrice: 2500 });
    dispute.propose(1500, terms);
    dispute.accept('merchant');
    dispute.accept('buyer');
    expect(game.view('aft_1')).toMatchObject({ type: 'compensation', status: 'refunding', deadline: null });
    expect(asksFor(game)).toEqual([[expect.objectContaining({ units: 0, cash: 1500, points: 0 })]]);
  });
  it('a no or silence leads back to the review, with its rest of at least 12 h', () => {
    const { game, dispute } = underReview();
    game.pass(70 * HOURS);
    dispute.propose(3000);
    expect(types(dispute.decline('merchant'))).toEqual(['dispute.proposal_declined']);
    expect(dispute.view()).toMatchObject({
      status: 'under_review',
      deadline: { kind: 'verdict', secondsLeft: 43_200 },
    });
    dispute.propose(2000);
    expect(types(dispute.pass())).toEqual(['dispute.proposal_expired']);
    expect(dispute.now().proposals.map(({ status }) => status)).toEqual(['declined', 'expired']);
    expect(refusal(dispute.accept('buyer', 2)).refused).toBe('deadline_passed');
  });
  it('proposes no more than there is, and only what the ticket can be', () => {
    const { dispute } = underReview();
    expect(refusal(dispute.propose(5001))).toMatchObject({
      refused: 'amount_exceeds_refundable',
      detail: { maxRefundable: 5000 },
    });
    expect(refusal(dispute.propose(0)).refused).toBe('malformed');
    expect(refusal(dispute.propose(1, { type: 'exchange' })).refused).toBe('malformed');
    dispute.propose(1);
    expect(refusal(dispute.accept('buyer', 2)).refused).toBe('not_found');
  });
});

describe('D9: the verdict', () => {
  it('changes nothing yet', () => {
    const { game, dispute } = judged(5000);
    expect(dispute.view()).toMatchObject({
      status: 'verdict_issued',
      deadline: { kind: 'appeal', onExpiry: 'final', secondsLeft: (72 * HOURS) / 1000 },
      verdict: { amount: 5000, responsibility: 'merchant' },
      appeal: null,
    });
    expect(game.view('aft_1')).toMatchObject({ status: 'merchant_rejected', underIntervention: true });
  });
  it('gives no more than was asked', () =>
    expect(refusal(underReview().dispute.judge(5001))).toMatchObject({
      refused: 'amount_exceeds_refundable',
      detail: { maxRefundable: 5000 },
    }));
  it('of much is a supervisor’s who did not propose it', () => {
    const { dispute } = underReview({ unitPrice: 300_000 });
    expect(refusal(dispute.judge(200_001)).refused).toBe('four_eyes_required');
    dispute.propose(250_000, {}, { role: 'supervisor', id: 's1' });
    expect(refusal(dispute.judge(200_001, {}, { role: 'supervisor', id: 's1' })).refused).toBe('four_eyes_required');
    expect(types(dispute.judge(200_001, {}, { role: 'supervisor', id: 's2' }))).toEqual(['dispute.verdict_issued']);
    expect(types(underReview({ unitPrice: 200_000 }).dispute.judge(200_000))).toEqual(['dispute.verdict_issued']);
  });
  it('that nobody gives in time is for a supervisor', () => {
    const { dispute } = underReview();
    expect(types(dispute.pass())).toEqual(['dispute.escalated']);
    expect(dispute.view()).toMatchObject({ status: 'under_review', deadline: null, escalated: true });
    expect(refusal(dispute.judge(5000)).refused).toBe('deadline_passed');
    expect(types(dispute.judge(5000, {}, { role: 'supervisor' }))).toEqual(['dispute.verdict_issued']);
  });
});

describe('D10, D11: the appeal', () => {
  it.each([
    [0, ['buyer']],
    [2000, ['buyer', 'merchant']],
    [5000, ['merchant']],
  ])('after a verdict of %i is for %j', (amount, losers) => {
    const { dispute } = judged(amount);
    const may = ['buyer', 'merchant'].filter((role) => dispute.view(role).allowedActions.includes('appeal'));
    expect(may).toEqual(losers);
  });
  it('shows something new, once, in time', () => {
    const { dispute } = judged(2000);
    for (const old of [[], ['evd_m'], ['evd_applied', 'evd_rejected']])
      expect(refusal(dispute.appeal('buyer', ...old)).refused).toBe('evidence_required');
    expect(types(dispute.appeal('buyer', 'evd_new'))).toEqual(['dispute.appealed']);
    expect(dispute.view()).toMatchObject({ status: 'appeal_review', deadline: { kind: 'verdict' } });
    expect(refusal(dispute.appeal('merchant', 'evd_newer')).refused).toBe('invalid_transition');
    const late = judged(2000);
    late.game.pass(72 * HOURS);
    expect(refusal(late.dispute.appeal('buyer', 'evd_new')).refused).toBe('deadline_passed');
  });
  it('is heard by another person, and takes effect at once', () => {
    const { game, dispute } = underReview();
    dispute.judge(2000, {}, { role: 'supervisor', id: 's1' });
    dispute.appeal('buyer', 'evd_new');
    expect(refusal(dispute.conclude('uphold', {}, { role: 'agent', id: 'a' })).refused).toBe('forbidden');
    expect(refusal(dispute.conclude('uphold', {}, { role: 'supervisor', id: 's1' })).refused).toBe('same_reviewer');
    const told = dispute.conclude('overturn', { amount: 4500 }, { role: 'supervisor', id: 's2' });
    expect(types(told).slice(0, 3)).toEqual(['dispute.final', 'after_sale.verdict_applied', 'after_sale.approved']);
    expect(dispute.view()).toMatchObject({
      status: 'closed',
      verdict: { amount: 4500, responsibility: 'merchant' },
      appeal: { by: 'buyer', outcome: 'overturn' },
    });
    expect(asksFor(game)).toEqual(cash(4500));
  });
  it('upheld leaves the verdict as it was', () => {
    const { game, dispute } = judged(2000);
    dispute.appeal('merchant', 'evd_new');
    dispute.conclude('uphold', { amount: 1 });
    expect(asksFor(game)).toEqual(cash(2000));
  });
});

describe('D12, D13, D14: enforcement', () => {
  it('when the time to appeal has passed', () => {
    const { game, dispute } = judged(3000);
    expect(types(dispute.pass())).toEqual([
      'dispute.final',
      'after_sale.verdict_applied',
      'after_sale.approved',
      'case.money_fixed',
      'case.deadline_ended',
      'refund.request',
    ]);
    expect(dispute.now().status).toBe('closed');
    expect(game.view('aft_1')).toMatchObject({
      status: 'refunding',
      underIntervention: false,
      responsibility: 'merchant',
      refund: { approved: { cash: 3000, points: 0, shippingFee: 0 } },
    });
    expect(refusal(dispute.appeal('buyer', 'evd_new')).refused).toBe('deadline_passed');
    expect(dispute.pass()).toEqual([]);
  });
  it('for a return whose goods never came: they are to be sent, for the judged amount', () => {
    const { game, dispute } = judged(3000, { type: 'return_refund' });
    dispute.pass();
    expect(game.view('aft_1')).toMatchObject({
      status: 'awaiting_buyer_shipment',
      returnFreightBearer: 'merchant',
      deadline: { kind: 'ship_back', secondsLeft: (7 * DAYS) / 1000 },
    });
    expect(asksFor(game)).toEqual([]);
  });
  it('for goods that are back already: the money', () => {
    const { game, dispute } = refusedGoods();
    dispute.open();
    dispute.pass();
    dispute.judge(5000);
    dispute.pass();
    expect(asksFor(game)).toEqual(cash(5000));
  });
  it('for the merchant: the ticket closes, and its units are free', () => {
    const { game, dispute } = judged(0);
    expect(types(dispute.pass())).toEqual([
      'dispute.final',
      'after_sale.verdict_applied',
      'after_sale.closed',
      'case.deadline_ended',
    ]);
    expect(game.view('aft_1')).toMatchObject({ status: 'closed', closeReason: 'verdict_merchant', deadline: null });
    expect(types(game.apply('aft_2'))).toContain('after_sale.submitted');
  });
});

describe('A4: an advance is contested', () => {
  const contested = (lateMs = 0) => {
    const { game, dispute } = refusedGoods();
    game.pass(lateMs);
    const data = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', occurredAt: game.now() };
    const told = game.hear({
      type: 'fast_refund.contested',
      data: { ...data, afterSaleId: 'aft_1', refundId: 'rfd_advance', amount: 5000 },
    });
    return { game, dispute, told };
  };
  it('the platform opens the dispute itself and asks both; nobody can withdraw it', () => {
    const { game, dispute, told } = contested();
    expect(types(told)).toEqual(['case.fast_refund_heard', 'dispute.opened', 'after_sale.deadline_changed']);
    expect(dispute.view()).toMatchObject({ openedBy: 'platform', status: 'awaiting_response' });
    expect(['buyer', 'merchant'].map((role) => refusal(dispute.withdraw(role)).refused)).toEqual([
      'invalid_transition',
      'invalid_transition',
    ]);
    dispute.show('merchant', 'evd_m');
    expect(dispute.now().status).toBe('awaiting_response');
    dispute.show('buyer', 'evd_b');
    expect(dispute.now().status).toBe('under_review');
    expect(game.view('aft_1').fastRefund.status).toBe('contested');
  });
  it('even after the time to escalate, if nobody has closed the ticket yet', () => {
    const { game } = contested(7 * DAYS);
    expect(game.view('aft_1')).toMatchObject({
      ...{ status: 'inspection_rejected', underIntervention: true },
      deadline: { kind: 'escalation', at: null, secondsLeft: 0, pausedBy: 'dispute' },
    });
    expect(game.fire('aft_1')).toEqual([]);
  });
  it('moves on in default of both', () => {
    const { dispute } = contested();
    dispute.pass();
    expect(dispute.now()).toMatchObject({ status: 'under_review', inDefault: ['buyer', 'merchant'] });
  });
  it('of a part of the parcel: what was advanced pays the child, too', () => {
    const game = play([line(1, 2, 2500)]);
    game.ship(1, 2);
    game.receiveLine(1);
    game.apply('aft_1', { lines: [{ lineNumber: 1, quantity: 2 }] });
    game.approve('aft_1');
    game.waybill('aft_1');
    game.refund('aft_1', 'refund.succeeded', { refundId: 'rfd_advance', kind: 'fast' });
    game.receipt('aft_1', [[1, 1, 1, 0]]);
    const [child = ''] = game.view('aft_1').childIds;
    expect(types(game.approve(child))).toContain('after_sale.completed');
    expect(game.told().at(-2)).toMatchObject({ type: 'refund.request', data: { parentId: 'aft_1' } });
  });
  it('withdrawn by the party that was faster, it is asked by the platform again', () => {
    const { game, dispute } = refusedGoods();
    dispute.open('merchant');
    const data = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', occurredAt: game.now() };
    game.hear({
      type: 'fast_refund.contested',
      data: { ...data, afterSaleId: 'aft_1', refundId: 'rfd_advance', amount: 5000 },
    });
    expect(types(dispute.withdraw('merchant'))).toContain('dispute.opened');
    expect(dispute.now()).toMatchObject({ openedBy: 'platform', status: 'awaiting_response' });
    expect(game.view('aft_1').deadline).toMatchObject({ pausedBy: 'dispute' });
  });
  it('is no second dispute where a party was faster', () => {
    const { game, dispute } = refusedGoods();
    dispute.open();
    const data = { orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', occurredAt: game.now() };
    game.hear({
      type: 'fast_refund.contested',
      data: { ...data, afterSaleId: 'aft_1', refundId: 'rfd_advance', amount: 5000 },
    });
    expect(game.state().disputes).toHaveLength(1);
  });
});

it('refused is refused in the words of the dispute', () => {
  const { dispute } = disputed();
  expect(refusal(dispute.judge(1))).toMatchObject({
    refused: 'invalid_transition',
    detail: { currentStatus: 'awaiting_response', allowedActions: ['evidence_requests'] },
  });
});

it('is folded again from its events', () => {
  const { game, dispute } = judged(2000);
  dispute.appeal('buyer', 'evd_new');
  dispute.conclude('overturn', { amount: 4500 });
  expect(game.told().reduce(evolve, caseAggregate.initialState)).toEqual(game.state());
});
