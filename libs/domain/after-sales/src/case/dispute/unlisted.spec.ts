import type { DisputeStatus } from '@amends/contracts';
import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@amends/kernel';
import type { CaseState } from '../case';
import { decide } from '../decide';
import { line, play, refusal } from '../play-for-tests';
import type { DisputeCommand } from './commands';
import { inDispute } from './dispute-for-tests';
import { disputeActions, disputeRolesOf } from './permission';
import { disputeLife, type DisputeAction } from './transitions';

const game = play([line(1, 1, 1000)]);
game.ship(1, 1);
game.receiveLine(1);
game.apply('aft_1');
game.reject('aft_1');
const dispute = inDispute(game, 'aft_1');
dispute.open();

const words = { sealed: 'x' };
const asked = (role: string) => ({ ...game.asked(role), disputeId: dispute.now().id });
const judgment = { amount: 500, responsibility: 'merchant', returnFreightBearer: 'merchant' } as const;
const commands: Readonly<Record<DisputeAction, (role: string) => DisputeCommand>> = {
  evidence_requests: (role) => ({
    type: 'RequestEvidence',
    data: { ...asked(role), from: ['buyer'], question: words },
  }),
  evidence: (role) => ({ type: 'SubmitEvidence', data: { ...asked(role), evidenceIds: ['evd_9'], note: null } }),
  concede: (role) => ({ type: 'ConcedeDispute', data: asked(role) }),
  withdraw: (role) => ({ type: 'WithdrawDispute', data: asked(role) }),
  proposals: (role) => ({
    type: 'ProposeTerms',
    data: { ...asked(role), amount: 500, type: null, keepGoods: false, message: null },
  }),
  accept_proposal: (role) => ({ type: 'AcceptProposal', data: { ...asked(role), number: 1 } }),
  decline_proposal: (role) => ({ type: 'DeclineProposal', data: { ...asked(role), number: 1 } }),
  verdict: (role) => ({ type: 'IssueVerdict', data: { ...asked(role), ...judgment, reasoning: words } }),
  appeal: (role) => ({ type: 'AppealVerdict', data: { ...asked(role), claim: words, evidenceIds: ['evd_9'] } }),
  final: (role) => ({ type: 'ConcludeAppeal', data: { ...asked(role), outcome: 'uphold', reasoning: words } }),
};
const statuses: readonly DisputeStatus[] = [
  ...new Set(disputeLife.rows.flatMap(({ from, to }): DisputeStatus[] => [from, to])),
];
const roles = ['buyer', 'merchant', 'agent', 'supervisor', 'operator', 'integrator', 'storefront'];

/** The case with its one dispute in this status, with a live proposal and a verdict that neither has won. */
const standing = (status: DisputeStatus): CaseState => ({
  ...game.state(),
  disputes: game.state().disputes.map((each) => ({
    ...each,
    status,
    deadline: null,
    proposals: [
      {
        ...{ number: 1, amount: 500, type: null, keepGoods: false, message: null, status: 'live', acceptedBy: [] },
        ...{ by: { role: 'agent', id: 'a' }, expiresAt: game.now() },
      },
    ],
    verdict: { ...judgment, reasoning: words, by: { role: 'agent', id: 'a' }, issuedAt: game.now() },
  })),
});

const all = statuses.flatMap((status) =>
  Object.entries(commands).flatMap(([action, command]) => roles.map((role) => ({ status, action, role, command }))),
);
const isListed = ({ status, action, role }: (typeof all)[number]): boolean =>
  disputeLife.rows.some((row) => row.from === status && row.on === action && row.by.some((mover) => mover === role));
const named = (some: readonly (typeof all)[number][]) =>
  some.map(({ status, action, role }) => `${status} ${action} ${role}`);

describe('every status, action and role of a dispute', () => {
  it('is refused where no row lists it, with the state and what may be done instead', () => {
    const wrong = all
      .filter((each) => !isListed(each))
      .filter(({ status, role, command }) => {
        const said = refusal(decide(command(role), standing(status)));
        const isImpossible = said.refused === 'invalid_transition' && said.detail?.currentStatus === status;
        return said.refused !== 'forbidden' && !isImpossible;
      });
    expect(named(wrong)).toEqual([]);
  });
  it('is decided where a row lists it and it is his to do', () => {
    const wrong = all.filter(({ status, action, role, command }) => {
      const state = standing(status);
      const [of, ticket] = [state.disputes[0], state.tickets[0]];
      const allowed =
        of !== undefined &&
        ticket !== undefined &&
        disputeActions(of, ticket, role, game.now()).some((each) => each === action);
      return allowed && isRefusal(decide(command(role), state));
    });
    expect(named(wrong)).toEqual([]);
  });
  it('is listed only for whom it may ever be for', () => {
    const wrong = disputeLife.rows.filter(({ on, by }) => {
      const may: readonly string[] | undefined = (disputeRolesOf as Readonly<Record<string, readonly string[]>>)[on];
      return may !== undefined && by.some((mover) => !may.includes(mover));
    });
    expect(wrong).toEqual([]);
  });
});
