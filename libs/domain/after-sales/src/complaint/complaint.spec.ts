import type { ComplaintEvent, ComplaintStatus } from '@amends/contracts';
import { flaws, isRefusal, later, refuse, type Decision, type Refusal } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { complaintAggregate, complaintDecider } from './aggregate';
import type { Complaint } from './complaint';
import { complaintActions, type ComplaintCommand, type ComplaintRefusal } from './decide';
import { complaintLife } from './transitions';
import { complaintView } from './view';

const T0 = '2026-03-01T02:00:00.000Z';
const HOURS = 3_600_000;
const words = { sealed: 'x' };
const about = { complaintId: 'cmp_1', buyerId: 'b-1', merchantId: 'm-1', orderId: 'ord_1', afterSaleId: null };

/** A complaint as it is played in a test: filed at T0, one clock. */
const play = () => {
  let complaint: Complaint | null = null;
  let now = T0;
  const run = (command: ComplaintCommand): Decision<ComplaintEvent, ComplaintRefusal> => {
    const decision = complaintDecider.decide(command, complaint);
    if (!isRefusal(decision)) complaint = decision.reduce(complaintDecider.evolve, complaint);
    return decision;
  };
  const asked = (role: string) => ({ at: now, by: { role, id: `${role}-1` } });
  const game = {
    state: (): Complaint => {
      if (complaint === null) throw new Error('nothing was filed');
      return complaint;
    },
    pass: (ms: number) => {
      now = later(now, ms);
    },
    view: (role = 'buyer') => complaintView(game.state(), role, now),
    file: () =>
      run({
        type: 'FileComplaint',
        data: { ...asked('buyer'), ...about, subject: words, text: words, evidenceIds: ['evd_1'] },
      }),
    answer: (role = 'agent', more: object = {}) =>
      run({ type: 'AnswerComplaint', data: { ...asked(role), text: words, ...more } }),
    close: (role = 'buyer') => run({ type: 'CloseComplaint', data: asked(role) }),
    fire: () => run({ type: 'DeadlineReached', data: { at: now, token: complaint?.deadline?.token ?? 0 } }),
    late: () => run({ type: 'DeadlineReached', data: { at: now, token: 1 } }),
  };
  game.file();
  return game;
};

const types = (decision: Decision<ComplaintEvent, ComplaintRefusal>): readonly string[] =>
  isRefusal(decision) ? [`refused: ${decision.refused}`] : decision.map(({ type }) => type);
const refusal = (decision: Decision<ComplaintEvent, ComplaintRefusal>): Refusal =>
  isRefusal(decision) ? decision : refuse('none', types(decision).join());

describe('a complaint', () => {
  it('is filed, and waits 48 hours for an answer', () => {
    expect(play().view()).toEqual({
      ...{ id: 'cmp_1', version: 1, status: 'awaiting_answer', buyerId: 'b-1', merchantId: 'm-1', orderId: 'ord_1' },
      ...{ afterSaleId: null, subject: words, text: words, evidenceIds: ['evd_1'], answers: [], overdue: false },
      ...{ closedBy: null, createdAt: T0, updatedAt: T0, allowedActions: ['close'] },
      deadline: {
        ...{ kind: 'complaint_answer', at: later(T0, 48 * HOURS), secondsLeft: 48 * 3600 },
        ...{ onExpiry: 'escalate', pausedBy: null },
      },
    });
  });

  it('is filed once', () => expect(play().file()).toEqual([]));

  it('is answered in time, and waits seven days for the buyer (CC1)', () => {
    const game = play();
    game.pass(HOURS);
    expect(types(game.answer())).toEqual(['complaint.answered']);
    expect(game.view('agent')).toMatchObject({
      ...{ version: 2, status: 'answered', overdue: false, allowedActions: ['answers'] },
      answers: [{ number: 1, by: 'agent', text: words, at: later(T0, HOURS) }],
      deadline: { kind: 'complaint_closing', secondsLeft: 7 * 24 * 3600, onExpiry: 'close' },
    });
  });

  it('that nobody answers in time escalates, and is flagged in lists (CC2)', () => {
    const game = play();
    game.pass(48 * HOURS - 1);
    expect(game.fire()).toEqual([]);
    game.pass(1);
    expect(types(game.fire())).toEqual(['complaint.escalated']);
    expect(game.view('agent')).toMatchObject({
      status: 'escalated',
      overdue: true,
      deadline: null,
      allowedActions: ['answers'],
    });
    expect(complaintAggregate.listings?.(game.state())).toMatchObject([
      { kind: 'complaint', flagged: true, orderId: 'ord_1' },
    ]);
  });

  it('is answered late all the same (CC3)', () => {
    const game = play();
    game.pass(48 * HOURS);
    game.fire();
    expect(types(game.answer('supervisor'))).toEqual(['complaint.answered']);
    expect(game.view()).toMatchObject({ status: 'answered', overdue: true, allowedActions: ['close'] });
  });

  it('that is answered late before the timer has said so is late all the same', () => {
    const game = play();
    game.pass(48 * HOURS);
    expect(types(game.answer())).toEqual(['complaint.escalated', 'complaint.answered']);
    expect(game.view()).toMatchObject({ status: 'answered', overdue: true });
    expect(game.late()).toEqual([]);
  });

  it('may be answered again while it is not closed, which gives the buyer seven more days (CC4)', () => {
    const game = play();
    game.answer();
    game.pass(6 * 24 * HOURS);
    game.answer();
    expect(game.view()).toMatchObject({
      answers: [{ number: 1 }, { number: 2 }],
      deadline: { secondsLeft: 7 * 24 * 3600 },
    });
    game.pass(7 * 24 * HOURS);
    expect(refusal(game.answer())).toMatchObject({ refused: 'deadline_passed', detail: { currentStatus: 'answered' } });
  });

  it('closes by itself when the buyer does not come back (CC5)', () => {
    const game = play();
    game.answer();
    game.pass(7 * 24 * HOURS);
    expect(types(game.fire())).toEqual(['complaint.closed']);
    expect(game.view('agent')).toMatchObject({
      status: 'closed',
      closedBy: 'system',
      deadline: null,
      allowedActions: [],
    });
  });

  it.each<[string, (game: ReturnType<typeof play>) => unknown]>([
    ['waits', () => undefined],
    ['is late', (game) => (game.pass(48 * HOURS), game.fire())],
    ['is answered', (game) => game.answer()],
  ])('that %s is closed by its buyer (CC6)', (_what, before) => {
    const game = play();
    before(game);
    expect(types(game.close())).toEqual(['complaint.closed']);
    expect(game.view()).toMatchObject({ status: 'closed', closedBy: 'buyer' });
  });

  it('of another version is a conflict', () => {
    expect(refusal(play().answer('agent', { ifMatch: 7 }))).toMatchObject({
      refused: 'version_conflict',
      detail: { version: 1 },
    });
  });

  it('that was never filed is not there', () => {
    const at = { at: T0, by: { role: 'agent', id: 'a' } };
    expect(complaintDecider.decide({ type: 'CloseComplaint', data: at }, null)).toMatchObject({ refused: 'not_found' });
  });
});

describe('the table of complaints', () => {
  it('has no status that nothing leads to, and no row that another contradicts', () =>
    expect(flaws(complaintLife)).toEqual([]));

  const statuses: readonly ComplaintStatus[] = ['awaiting_answer', 'escalated', 'answered', 'closed'];
  const roles = ['buyer', 'merchant', 'agent', 'supervisor', 'operator', 'storefront', 'integrator'];
  const all = statuses.flatMap((status) =>
    roles.flatMap((role) => (['answers', 'close'] as const).map((action) => ({ status, role, action }))),
  );

  it.each(all)('decides $action by a $role while it is $status as it lists it', ({ status, role, action }) => {
    const listed = complaintLife.rows.some(
      (row) => row.from === status && row.on === action && row.by.some((by) => by === role),
    );
    const complaint: Complaint = { ...play().state(), status, deadline: null };
    const asked = { at: T0, by: { role, id: 'x' }, text: words };
    const decision = complaintDecider.decide(
      { type: action === 'close' ? 'CloseComplaint' : 'AnswerComplaint', data: asked },
      complaint,
    );
    expect(isRefusal(decision) ? decision.refused : 'decided').toMatch(
      listed ? /^decided$/ : /^(forbidden|invalid_transition)$/,
    );
    expect(complaintActions(complaint, role, T0).includes(action)).toBe(listed);
  });
});
