import type { AfterSaleStatus, AfterSaleType, DisputeStatus } from '@amends/contracts';
import type { Instant, Label, Transition } from '@amends/kernel';
import {
  allowedActions,
  disputeActions,
  disputeEndedBy,
  disputeLife,
  disputeRolesOf,
  disputeView,
  endedBy,
  lifeOf,
  rolesOf,
  ticketView,
  type Action,
  type CaseState,
  type DeadlineView,
  type Dispute,
  type DisputeAction,
  type Ticket,
} from '../case';
import { actionLabels, deadlineLabels, disputeStatusLabels, ticketStatusLabels, typeLabels } from './labels';
import { repliesFor, type StandardReply } from './standard-replies';

/** Something that people may do now. `until`: the instant at which it becomes impossible; null: as long as the status lasts. */
export type GuidedStep = Readonly<{
  action: string;
  label: Label;
  by: readonly string[];
  until: Instant | null;
  leadsTo: readonly Place[];
  /** The rows of the table that say so. */
  rows: readonly string[];
}>;

/** Something that happens without anybody asking. `at`: when, for what time brings about; null for what others report. */
export type GuidedOccurrence = Readonly<{
  on: string;
  by: readonly string[];
  at: Instant | null;
  leadsTo: readonly Place[];
  rows: readonly string[];
}>;

export type Place = Readonly<{ status: string; label: Label }>;
export type GuidedDeadline = DeadlineView & Readonly<{ label: Label }>;

/** Where something stands, what may be done with it and by whom, and what happens by itself. */
type Guided<Status extends string> = Readonly<{
  id: string;
  status: Status;
  statusLabel: Label;
  deadline: GuidedDeadline | null;
  steps: readonly GuidedStep[];
  happensByItself: readonly GuidedOccurrence[];
}>;

/** What customer service needs to know of a ticket (requirement M78): read from the tables and the live deadlines. */
export type Guide = Guided<AfterSaleStatus> &
  Readonly<{
    version: number;
    type: AfterSaleType;
    typeLabel: Label;
    /** The dispute about it, while there is an open one. */
    dispute: Guided<DisputeStatus> | null;
    standardReplies: readonly StandardReply[];
  }>;

/** The guide of a ticket at `now`; undefined where the case has none of this id. */
export const guideOf = (state: CaseState, ticketId: string, now: Instant): Guide | undefined => {
  const ticket = state.tickets.find(({ id }) => id === ticketId);
  const view = ticketView(state, ticketId, 'agent', now);
  if (ticket === undefined || view === undefined) return undefined;
  const { version, type, status } = ticket;
  const dispute = state.disputes.find(({ id, deadline }) => id === ticket.disputeId && deadline !== null);
  return {
    ...{ id: ticketId, version, type, typeLabel: typeLabels[type], status, statusLabel: ticketStatusLabels[status] },
    deadline: labelled(view.deadline),
    steps: ticketSteps(ticket, now),
    happensByItself: occurrences(lifeOf(ticket).rows, status, view.deadline, rolesOf, ticketStatusLabels),
    dispute: dispute === undefined ? null : guidedDispute(state, dispute, ticket, now),
    standardReplies: repliesFor({ role: 'agent', status }),
  };
};

const ticketSteps = (ticket: Ticket, now: Instant): readonly GuidedStep[] => {
  const { deadline, status } = ticket;
  const until = (action: Action): Instant | null =>
    deadline !== null && (action === 'deadline_extensions' || endedBy[deadline.kind].includes(action))
      ? deadline.dueAt
      : null;
  return stepsOf(Object.keys(rolesOf) as readonly Action[], {
    rows: lifeOf(ticket).rows.filter(({ from }) => from === status),
    rolesOf,
    allowed: (role) => allowedActions(ticket, role, now),
    until,
    labels: ticketStatusLabels,
  });
};

const guidedDispute = (state: CaseState, dispute: Dispute, ticket: Ticket, now: Instant): Guided<DisputeStatus> => {
  const { id, status, deadline } = dispute;
  const view = disputeView(state, id, 'agent', now)?.deadline ?? null;
  const until = (action: DisputeAction): Instant | null =>
    deadline !== null && disputeEndedBy[deadline.kind].includes(action) ? deadline.dueAt : null;
  return {
    ...{ id, status, statusLabel: disputeStatusLabels[status], deadline: labelled(view) },
    steps: stepsOf(Object.keys(disputeRolesOf) as readonly DisputeAction[], {
      rows: disputeLife.rows.filter(({ from }) => from === status),
      rolesOf: disputeRolesOf,
      allowed: (role) => disputeActions(dispute, ticket, role, now),
      until,
      labels: disputeStatusLabels,
    }),
    happensByItself: occurrences(disputeLife.rows, status, view, disputeRolesOf, disputeStatusLabels),
  };
};

type AnyRow = Transition<string, string, string, string>;
type Roles<Word extends string> = Readonly<Record<Word, readonly string[]>>;

const stepsOf = <Word extends Action | DisputeAction>(
  actions: readonly Word[],
  of: Readonly<{
    rows: readonly AnyRow[];
    rolesOf: Roles<Word>;
    allowed: (role: string) => readonly Word[];
    until: (action: Word) => Instant | null;
    labels: Readonly<Record<string, Label>>;
  }>,
): readonly GuidedStep[] =>
  actions.flatMap((action) => {
    const by = of.rolesOf[action].filter((role) => of.allowed(role).includes(action));
    const rows = of.rows.filter((row) => row.on === action && row.by.some((mover) => by.includes(mover)));
    return by.length === 0
      ? []
      : [{ action, label: actionLabels[action], by, until: of.until(action), ...leading(rows, of.labels) }];
  });

/** What the table lists for nobody's asking; of deadlines only the one that runs. */
const occurrences = (
  rows: readonly AnyRow[],
  status: string,
  deadline: DeadlineView | null,
  roles: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, Label>>,
): readonly GuidedOccurrence[] => {
  const here = rows.filter(({ from, on }) => from === status && !(on in roles));
  const expiry = deadline === null ? null : `${deadline.kind}_expires`;
  return [...new Set(here.map(({ on }) => on))]
    .filter((on) => !on.endsWith('_expires') || on === expiry)
    .map((on) => {
      const these = here.filter((row) => row.on === on);
      const by = [...new Set(these.flatMap((row) => row.by))];
      return { on, by, at: on === expiry ? (deadline?.at ?? null) : null, ...leading(these, labels) };
    });
};

/** Where rows lead, each place once: those that move it, or where it is where none does. */
const leading = (
  rows: readonly AnyRow[],
  labels: Readonly<Record<string, Label>>,
): Pick<GuidedStep, 'leadsTo' | 'rows'> => {
  const moving = rows.filter(({ from, to }) => from !== to);
  const places = [...new Set((moving.length > 0 ? moving : rows).map(({ to }) => to))];
  return {
    leadsTo: places.flatMap((status) => {
      const label = labels[status];
      return label === undefined ? [] : [{ status, label }];
    }),
    rows: [...new Set(rows.map(({ row }) => row))],
  };
};

const labelled = (deadline: DeadlineView | null): GuidedDeadline | null => {
  if (deadline === null) return null;
  const label = Object.entries(deadlineLabels).find(([kind]) => kind === deadline.kind)?.[1];
  return { ...deadline, label: label ?? { en: deadline.kind, zh: deadline.kind } };
};
