import type { Decision } from '@amends/kernel';
import type { CaseEvent, OpenedCase } from '../case';
import type { CaseRefusal } from '../commands';
import type { DisputeCommand } from './commands';
import { concedeDispute, requestEvidence, submitEvidence, withdrawDispute } from './hearing-parties';
import { appealVerdict, concludeAppeal, issueVerdict } from './judging';
import { acceptProposal, declineProposal, proposeTerms } from './mediating';
import { openDispute } from './opening';

/** What a command makes of the disputes of a case. */
export const decideInDispute = (command: DisputeCommand, state: OpenedCase): Decision<CaseEvent, CaseRefusal> => {
  // prettier-ignore
  switch (command.type) {
    case 'OpenDispute':     return openDispute(command.data, state);
    case 'RequestEvidence': return requestEvidence(command.data, state);
    case 'SubmitEvidence':  return submitEvidence(command.data, state);
    case 'ConcedeDispute':  return concedeDispute(command.data, state);
    case 'WithdrawDispute': return withdrawDispute(command.data, state);
    case 'ProposeTerms':    return proposeTerms(command.data, state);
    case 'AcceptProposal':  return acceptProposal(command.data, state);
    case 'DeclineProposal': return declineProposal(command.data, state);
    case 'IssueVerdict':    return issueVerdict(command.data, state);
    case 'AppealVerdict':   return appealVerdict(command.data, state);
    case 'ConcludeAppeal':  return concludeAppeal(command.data, state);
  }
};
