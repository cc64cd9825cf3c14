import { refuse, type Decision } from '@amends/kernel';
import { modify, submit } from './applying';
import { isKnown, type CaseEvent, type CaseState } from './case';
import type { CaseCommand, CaseRefusal } from './commands';
import { cancelOrder } from './cancelling';
import { dispose } from './disposing';
import { decideInDispute } from './dispute/deciding';
import { reachDeadline } from './expiring';
import { grantCoupon } from './granting';
import { hear } from './hearing/hear';
import { receiveReturn, rejectReceipt } from './inspecting';
import { acceptOffer, declineOffer, makeOffer } from './negotiating';
import { moveVisit } from './repair/visiting';
import { acceptQuote, declineQuote, diagnose, finishRepair } from './repairing';
import { confirmReceipt, object, reportOutOfStock, shipReplacement } from './replacing';
import { bookPickup, dropOff, fillWaybill } from './returning';
import { addEvidence, addMessage, approveTicket, cancelTicket, extendDeadline, rejectTicket } from './reviewing';

/** What a command makes of a case. Pure; refusals carry codes of the public contract (api.md 4). */
export const decide = (command: CaseCommand, state: CaseState): Decision<CaseEvent, CaseRefusal> => {
  if (command.type === 'Hear') return hear(command.data, state);
  if (!isKnown(state)) return refuse('not_found', 'There is no such order.');

  // prettier-ignore
  switch (command.type) {
    case 'Submit':          return submit(command.data, state);
    case 'CancelOrder':     return cancelOrder(command.data, state);
    case 'Modify':          return modify(command.data, state);
    case 'Cancel':          return cancelTicket(command.data, state);
    case 'Approve':         return approveTicket(command.data, state);
    case 'Reject':          return rejectTicket(command.data, state);
    case 'BookPickup':      return bookPickup(command.data, state);
    case 'FillWaybill':     return fillWaybill(command.data, state);
    case 'DropOff':         return dropOff(command.data, state);
    case 'ReceiveReturn':   return receiveReturn(command.data, state);
    case 'RejectReceipt':   return rejectReceipt(command.data, state);
    case 'Dispose':         return dispose(command.data, state);
    case 'ShipReplacement': return shipReplacement(command.data, state);
    case 'ReportOutOfStock': return reportOutOfStock(command.data, state);
    case 'ConfirmReceipt':  return confirmReceipt(command.data, state);
    case 'Object':          return object(command.data, state);
    case 'MoveVisit':       return moveVisit(command.data, state);
    case 'Diagnose':        return diagnose(command.data, state);
    case 'AcceptQuote':     return acceptQuote(command.data, state);
    case 'DeclineQuote':    return declineQuote(command.data, state);
    case 'FinishRepair':    return finishRepair(command.data, state);
    case 'MakeOffer':       return makeOffer(command.data, state);
    case 'AcceptOffer':     return acceptOffer(command.data, state);
    case 'DeclineOffer':    return declineOffer(command.data, state);
    case 'GrantCoupon':     return grantCoupon(command.data, state);
    case 'AddMessage':      return addMessage(command.data, state);
    case 'AddEvidence':     return addEvidence(command.data, state);
    case 'ExtendDeadline':  return extendDeadline(command.data, state);
    case 'DeadlineReached': return reachDeadline(command.data, state);
    case 'OpenDispute': case 'RequestEvidence': case 'SubmitEvidence': case 'ConcedeDispute': case 'WithdrawDispute':
    case 'ProposeTerms': case 'AcceptProposal': case 'DeclineProposal':
    case 'IssueVerdict': case 'AppealVerdict': case 'ConcludeAppeal':
                            return decideInDispute(command, state);
  }
};
