import { describe, expect, it } from '@jest/globals';
import { later } from '@amends/kernel';
import { DAYS, HOURS, line, play, refusal, T0, types } from '../play-for-tests';
import { inDispute } from './dispute-for-tests';

const disputed = () => {
  const game = play([line(1, 1, 2000)]);
  game.ship(1, 1);
  game.receiveLine(1);
  game.apply('aft_1');
  game.reject('aft_1');
  const dispute = inDispute(game, 'aft_1');
  dispute.open();
  const extend = (kind: 'evidence' | 'verdict' | 'appeal' | 'offer' | 'escalation', until: string, role = 'operator') =>
    game.run({
      type: 'ExtendDeadline',
      data: { ...game.asked(role), afterSaleId: 'aft_1', kind, until, reason: 'snow' },
    });
  return { game, dispute, extend };
};

describe('more time for a dispute (K19)', () => {
  it('is given by the platform, to what runs, forward', () => {
    const { game, dispute, extend } = disputed();
    const [end, until] = [later(T0, 2 * DAYS), later(T0, 5 * DAYS)];
    expect(refusal(extend('evidence', until, 'merchant')).refused).toBe('forbidden');
    for (const kind of ['verdict', 'escalation'] as const)
      expect(refusal(extend(kind, until)).refused).toBe('deadline_not_armed');
    expect(refusal(extend('evidence', end)).refused).toBe('deadline_not_later');
    expect(extend('evidence', until)).toMatchObject([
      {
        type: 'dispute.deadline_changed',
        data: {
          disputeDeadline: { kind: 'evidence', dueAt: until },
          old: end,
          because: 'snow',
          ticketVersion: game.view('aft_1').version,
        },
      },
    ]);
    expect(dispute.view()).toMatchObject({ version: 2, status: 'awaiting_response', deadline: { at: until } });
    expect(game.view('aft_1').deadline).toMatchObject({ kind: 'escalation', at: null, pausedBy: 'dispute' });
    game.pass(2 * DAYS);
    const old = { ...game.asked('system'), name: `${dispute.now().id}/evidence`, token: 1 };
    expect(game.run({ type: 'DeadlineReached', data: old })).toEqual([]);
    expect(types(dispute.show('merchant', 'evd_9'))).toContain('dispute.review_started');
  });

  it('comes too late at its end', () => {
    const { game, extend } = disputed();
    game.pass(2 * DAYS);
    expect(refusal(extend('evidence', later(T0, 5 * DAYS))).refused).toBe('deadline_passed');
  });

  it('reaches what shows the deadline: a request, and a live proposal', () => {
    const { dispute, extend } = disputed();
    dispute.ask('buyer', 'merchant');
    extend('evidence', later(T0, 3 * DAYS), 'agent');
    expect(dispute.now().evidenceRequests.map(({ dueAt }) => dueAt)).toEqual([later(T0, 3 * DAYS)]);
    dispute.show('buyer', 'evd_1');
    dispute.show('merchant', 'evd_2');
    dispute.propose(500);
    extend('offer', later(T0, 3 * DAYS + HOURS), 'supervisor');
    expect(dispute.now().proposals.map(({ expiresAt }) => expiresAt)).toEqual([later(T0, 3 * DAYS + HOURS)]);
  });
});
