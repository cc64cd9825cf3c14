import type { Instant } from '@amends/kernel';
import { worthOf, type ClaimWorth } from '../claim/claim';
import { claimOf, parcelOf, type InsuredOrder, type TicketOnPolicy } from './policy';
import { endOfClosedLine } from './terms';

/**
 * What the insurer would pay for a ticket's parcel; undefined where he pays nothing. Covered is a completed return with a
 * refund whose parcel went its way, once per parcel, that ended before the policy did (states.md N4; rulings.md 6.4).
 */
export const claimable = (state: InsuredOrder, ticket: TicketOnPolicy): ClaimWorth | undefined => {
  const { policy } = state;
  const parcel = parcelOf(state, ticket);
  if (policy === null || parcel?.sent !== true || claimOf(state, ticket) !== undefined) return undefined;
  if (ticket.type !== 'return_refund' || ticket.stage !== 'completed') return undefined;
  const endedInTime = policy.endedAt !== null && ticket.since <= policy.endedAt;
  if (policy.status !== 'in_force' && !(policy.status === 'expired' && endedInTime)) return undefined;
  const worth = worthOf(parcel, policy.cover, ticket.bearer);
  return worth.insurerPays > 0 ? worth : undefined;
};

/**
 * The first instant after the windows of all lines; null while it is not known. Whether anything was refunded does not
 * matter.
 */
export const endOfWindows = ({ order, lines }: InsuredOrder): Instant | null => {
  if (order === null || lines.length === 0) return null;
  const ends = lines.map(({ settled, closedAt }) => {
    if (settled) return order.createdAt;
    return closedAt === null ? null : endOfClosedLine(closedAt);
  });
  return ends.reduce((latest, end) => (latest === null || end === null ? null : later(latest, end)));
};

/** A return that is under way keeps its policy alive. */
export const isTicketOpen = ({ tickets }: InsuredOrder): boolean => tickets.some(({ stage }) => stage === 'open');

const later = (a: Instant, b: Instant): Instant => (a >= b ? a : b);
