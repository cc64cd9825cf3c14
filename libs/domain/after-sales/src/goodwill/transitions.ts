import { machine, type Machine } from '@amends/kernel';
import type { ProposalEvent } from './proposing';
import type { ProposalStatus } from './proposal';

/** What people ask of a proposal, named as the last part of its path. */
export type ProposalAction = 'confirm' | 'decline';
export type ProposalOccurrence = 'confirmation_expires';
export type ProposalMover = 'merchant' | 'supervisor' | 'agent' | 'system';

/** The life of goodwill that waits for another person: given, not given, or forgotten. */
// prettier-ignore
export const proposalLife: Machine<ProposalStatus, ProposalAction | ProposalOccurrence, ProposalEvent['type'], ProposalMover> =
  machine('awaiting_confirmation', [
    { row: 'GW1', from: 'awaiting_confirmation', by: ['merchant', 'supervisor'],          on: 'confirm',              emits: 'goodwill_proposal.confirmed', to: 'confirmed' },
    { row: 'GW2', from: 'awaiting_confirmation', by: ['merchant', 'supervisor', 'agent'], on: 'decline',              emits: 'goodwill_proposal.declined',  to: 'declined' },
    { row: 'GW3', from: 'awaiting_confirmation', by: ['system'],                          on: 'confirmation_expires', emits: 'goodwill_proposal.expired',   to: 'expired' },
  ]);
