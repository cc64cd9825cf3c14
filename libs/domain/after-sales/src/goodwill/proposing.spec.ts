import { flaws, isRefusal, later } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import type { GoodwillProposal, Person } from './proposal';
import {
  CONFIRMATION_MS,
  goodwillProposalAggregate,
  goodwillProposalDecider,
  type Proposed,
  type ProposalCommand,
} from './proposing';
import { proposalLife } from './transitions';
import { proposalView } from './view';

const at = '2026-03-01T02:00:00.000Z';
const ann: Person = { role: 'merchant', id: 'ann' };
const bob: Person = { role: 'merchant', id: 'bob' };
const proposed: Proposed = {
  ...{ id: 'gwp_1', orderId: 'ord_1', merchantId: 'merchant-1', buyerId: 'buyer-1', amount: 900, currency: 'CNY' },
  giver: { kind: 'merchant', id: 'merchant-1' },
  gift: { kind: 'coupon', afterSaleId: 'aft_1', expiresAt: null, note: { sealed: 'why' } },
  because: ['grant_limit'],
  proposedBy: ann,
};
const decide = (command: ProposalCommand, proposal: GoodwillProposal | null) =>
  goodwillProposalDecider.decide(command, proposal);
const after = (proposal: GoodwillProposal | null, command: ProposalCommand): GoodwillProposal => {
  const decision = decide(command, proposal);
  if (isRefusal(decision)) throw new Error(decision.refused);
  const next = decision.reduce(goodwillProposalDecider.evolve, proposal);
  if (next === null) throw new Error('nothing was proposed');
  return next;
};
const waiting = (over: Partial<Proposed> = {}) => after(null, { type: 'Propose', data: { ...proposed, ...over, at } });
const confirm = (by: Person, now = at): ProposalCommand => ({
  type: 'Confirm',
  data: { at: now, by, grantId: 'cpn_1' },
});
const decline = (by: Person): ProposalCommand => ({
  type: 'Decline',
  data: { at, by, explanation: { sealed: 'no' } },
});
const refused = (command: ProposalCommand, proposal: GoodwillProposal) => {
  const decision = decide(command, proposal);
  return isRefusal(decision) ? decision.refused : 'nothing';
};

describe('goodwill above what its giver may grant alone', () => {
  it('has a life without flaws', () => expect(flaws(proposalLife)).toEqual([]));

  it('waits three days for another person, and is listed for his people', () => {
    const proposal = waiting();
    expect(proposalView(proposal, bob, at)).toMatchObject({
      ...{ status: 'awaiting_confirmation', version: 1, kind: 'coupon', allowedActions: ['confirm', 'decline'] },
      deadline: { kind: 'goodwill_confirmation', at: later(at, CONFIRMATION_MS), onExpiry: 'expire' },
    });
    expect(proposalView(proposal, ann, at).allowedActions).toEqual(['decline']);
    expect(goodwillProposalAggregate.listings?.(proposal)).toMatchObject([
      { kind: 'goodwill_proposal', id: 'gwp_1', status: 'awaiting_confirmation', type: 'merchant' },
    ]);
  });

  it('is given when another person confirms it, once (GW1)', () => {
    const given = after(waiting(), confirm(bob));
    expect(given).toMatchObject({ status: 'confirmed', grantId: 'cpn_1', decidedBy: bob, deadline: null, version: 2 });
    expect([refused(confirm(bob), given), refused(decline(bob), given)]).toEqual([
      'invalid_transition',
      'invalid_transition',
    ]);
  });

  it('is not confirmed by the one who has proposed it (four eyes)', () =>
    expect(refused(confirm(ann), waiting())).toBe('four_eyes_required'));

  it("is the merchant's people's to decide, or a supervisor's where the platform gives", () => {
    const platforms = waiting({ giver: { kind: 'agent', id: 'eve' }, proposedBy: { role: 'agent', id: 'eve' } });
    const [agent, supervisor] = [
      { role: 'agent', id: 'zoe' },
      { role: 'supervisor', id: 'sue' },
    ];
    expect([agent, supervisor].map((by) => refused(confirm(by), waiting()))).toEqual(['forbidden', 'forbidden']);
    expect([ann, agent, supervisor].map((by) => refused(confirm(by), platforms))).toEqual([
      'forbidden',
      'forbidden',
      'nothing',
    ]);
    expect([agent, supervisor].map((by) => refused(decline(by), platforms))).toEqual(['nothing', 'nothing']);
  });

  it('is declined with a word, also by the one who has proposed it (GW2)', () =>
    expect(after(waiting(), decline(ann))).toMatchObject({
      ...{ status: 'declined', decidedBy: ann, explanation: { sealed: 'no' }, grantId: null },
    }));

  it('is forgotten when nobody says anything in time, and too late then (GW3)', () => {
    const proposal = waiting();
    const end = later(at, CONFIRMATION_MS);
    expect(refused(confirm(bob, end), proposal)).toBe('deadline_passed');
    expect(decide({ type: 'DeadlineReached', data: { at, token: 1 } }, proposal)).toEqual([]);
    expect(after(proposal, { type: 'DeadlineReached', data: { at: end, token: 1 } })).toMatchObject({
      ...{ status: 'expired', deadline: null },
    });
  });

  it('is decided as it was seen', () => {
    const command: ProposalCommand = { type: 'Confirm', data: { at, by: bob, grantId: 'cpn_1', ifMatch: 2 } };
    expect(refused(command, waiting())).toBe('version_conflict');
  });
});
