import { later } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { inDispute } from '../case/dispute/dispute-for-tests';
import { DAYS, HOURS, line, play, T0, type Play } from '../case/play-for-tests';
import { guideOf, type Guide } from './guide';

const received = (): Play => {
  const game = play([line(1, 1, 8000)]);
  game.ship(1, 1);
  game.receiveLine(1);
  game.apply('aft_1');
  return game;
};
const guide = (game: Play): Guide => {
  const found = guideOf(game.state(), 'aft_1', game.now());
  if (found === undefined) throw new Error('no guide');
  return found;
};
const steps = ({ steps: all }: Pick<Guide, 'steps'>) =>
  all.map(({ action, by, until, leadsTo, rows }) => [
    action,
    by.join(),
    until,
    leadsTo.map(({ status }) => status).join(),
    rows.join(),
  ]);
const occurrences = ({ happensByItself }: Pick<Guide, 'happensByItself'>) =>
  happensByItself.map(({ on, at, leadsTo, rows }) => [on, at, leadsTo.map(({ status }) => status).join(), rows.join()]);

describe('the guide of a ticket', () => {
  it('says who may do what until when, and what silence means', () => {
    const due = later(T0, 48 * HOURS);
    const of = guide(received());
    expect(of).toMatchObject({
      status: 'pending_merchant_review',
      statusLabel: { en: 'Waiting for the merchant', zh: '待商家处理' },
      deadline: { kind: 'merchant_review', at: due, onExpiry: 'approve', label: { zh: '商家处理期限' } },
      dispute: null,
    });
    expect(steps(of)).toEqual([
      ['approve', 'merchant', due, 'awaiting_buyer_shipment', 'R2'],
      ['reject', 'merchant', due, 'merchant_rejected', 'K8'],
      ['cancel', 'buyer', due, 'cancelled_by_buyer', 'K3'],
      ['modify', 'buyer', due, 'pending_merchant_review', 'K2'],
      ['offers', 'merchant', due, 'negotiating', 'K4'],
      ['deadline_extensions', 'agent,supervisor,operator', due, 'pending_merchant_review', 'K19'],
    ]);
    expect(occurrences(of)).toEqual([['merchant_review_expires', due, 'awaiting_buyer_shipment', 'K9']]);
    expect(of.standardReplies.map(({ code }) => code)).toEqual(['we_are_on_it', 'please_show_it']);
  });

  it('does not offer what time has made impossible', () => {
    const game = received();
    game.pass(48 * HOURS);
    expect(steps(guide(game))).toEqual([]);
    expect(occurrences(guide(game))).toEqual([
      ['merchant_review_expires', game.now(), 'awaiting_buyer_shipment', 'K9'],
    ]);
  });

  it('names what carriers and other services will report, without an instant', () => {
    const game = received();
    game.approve('aft_1');
    expect(occurrences(guide(game))).toEqual([
      ['parcel_sent', null, 'awaiting_merchant_receipt', 'R5'],
      ['ship_back_expires', later(T0, 7 * DAYS), 'closed', 'R6'],
    ]);
  });

  it('tells of an open dispute the same', () => {
    const game = received();
    game.reject('aft_1');
    inDispute(game, 'aft_1').open();
    const { dispute, deadline } = guide(game);
    expect(deadline).toMatchObject({ kind: 'escalation', at: null, pausedBy: 'dispute' });
    const due = later(T0, 48 * HOURS);
    expect(dispute && steps(dispute)).toEqual([
      ['evidence_requests', 'agent,supervisor', due, 'awaiting_evidence', 'D4'],
      ['evidence', 'buyer,merchant', due, 'awaiting_response', 'D5'],
      ['concede', 'merchant', null, 'resolved_by_parties', 'D2'],
      ['withdraw', 'buyer', due, 'withdrawn', 'D3'],
    ]);
    expect(dispute && occurrences(dispute)).toContainEqual(['evidence_expires', due, 'under_review', 'D6']);
  });

  it('of an ended ticket has nothing left to do', () => {
    const game = received();
    game.cancel('aft_1');
    expect(guide(game)).toMatchObject({ status: 'cancelled_by_buyer', deadline: null, steps: [], happensByItself: [] });
  });

  it('is there for no ticket of another case', () => expect(guideOf(received().state(), 'aft_2', T0)).toBeUndefined());
});
