import type { Decision } from '@amends/kernel';
import type { CaseEvent } from '../case';
import type { CaseRefusal } from '../commands';
import type { Play } from '../play-for-tests';
import type { DisputeCommand, DisputeDataOf } from './commands';
import type { Dispute } from './dispute';
import { disputeView, type DisputeView } from './view';

type Told = Decision<CaseEvent, CaseRefusal>;
type Who = Readonly<{ role: string; id?: string }>;
type Terms = Partial<DisputeDataOf<'ProposeTerms'>>;
type Verdict = Partial<DisputeDataOf<'IssueVerdict'>>;
type Final = Partial<DisputeDataOf<'ConcludeAppeal'>>;

const WORDS = { sealed: 'words' };
const AGENT: Who = { role: 'agent' };

/** Short words for what is done in the latest dispute of a ticket. */
export const inDispute = (game: Play, afterSaleId: string) => {
  const dispute = (): Dispute => {
    const found = game
      .state()
      .disputes.filter((each) => each.afterSaleId === afterSaleId)
      .at(-1);
    if (found === undefined) throw new Error(`no dispute about ${afterSaleId}`);
    return found;
  };
  const asked = ({ role, id = `${role}-1` }: Who) => ({
    ...game.asked(role),
    by: { role, id },
    disputeId: dispute().id,
  });
  const run = (command: DisputeCommand): Told => game.run(command);

  return {
    now: dispute,
    view: (role = 'agent'): DisputeView => {
      const view = disputeView(game.state(), dispute().id, role, game.now());
      if (view === undefined) throw new Error('the dispute is not shown');
      return view;
    },
    open: (role = 'buyer', evidenceIds: readonly string[] = []) =>
      run({ type: 'OpenDispute', data: { ...game.asked(role), afterSaleId, claim: WORDS, evidenceIds } }),
    ask: (...from: readonly ('buyer' | 'merchant')[]) =>
      run({ type: 'RequestEvidence', data: { ...asked(AGENT), from, question: WORDS } }),
    show: (role: string, ...evidenceIds: readonly string[]) =>
      run({ type: 'SubmitEvidence', data: { ...asked({ role }), evidenceIds, note: null } }),
    concede: (role = 'merchant') => run({ type: 'ConcedeDispute', data: asked({ role }) }),
    withdraw: (role = 'buyer') => run({ type: 'WithdrawDispute', data: asked({ role }) }),
    propose: (amount: number, terms: Terms = {}, by: Who = AGENT) =>
      run({
        type: 'ProposeTerms',
        data: { ...asked(by), amount, type: null, keepGoods: false, message: null, ...terms },
      }),
    accept: (role: string, number = 1) => run({ type: 'AcceptProposal', data: { ...asked({ role }), number } }),
    decline: (role: string, number = 1) => run({ type: 'DeclineProposal', data: { ...asked({ role }), number } }),
    judge: (amount: number, verdict: Verdict = {}, by: Who = AGENT) =>
      run({
        type: 'IssueVerdict',
        data: {
          ...asked(by),
          ...{ amount, responsibility: 'merchant', returnFreightBearer: 'merchant', reasoning: WORDS },
          ...verdict,
        },
      }),
    appeal: (role: string, ...evidenceIds: readonly string[]) =>
      run({ type: 'AppealVerdict', data: { ...asked({ role }), claim: WORDS, evidenceIds } }),
    conclude: (outcome: 'uphold' | 'overturn', final: Final = {}, by: Who = { role: 'supervisor' }) =>
      run({ type: 'ConcludeAppeal', data: { ...asked(by), outcome, reasoning: WORDS, ...final } }),
    /** Lets the time of the dispute pass, as the timers would. */
    pass: (): Told => {
      const { deadline, id } = dispute();
      if (deadline === null) return [];
      if (deadline.dueAt > game.now()) game.to(deadline.dueAt);
      const name = `${id}/${deadline.kind}`;
      return game.run({ type: 'DeadlineReached', data: { ...game.asked('system'), name, token: deadline.token } });
    },
  };
};
