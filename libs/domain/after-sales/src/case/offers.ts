import type { OfferMade } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import type { Action } from './life';
import type { Offer, Ticket } from './ticket';

/** The offer that waits for an answer; undefined where none does. */
export const liveOffer = ({ offers }: Pick<Ticket, 'offers'>): Offer | undefined =>
  offers.find(({ status }) => status === 'live');

/**
 * Only the side to move answers an offer. What time has offered for the merchant is not haggled over (rulings.md 4.8), and
 * its goods are no longer the buyer's to keep.
 */
export const offerAllows = (action: Action, ticket: Pick<Ticket, 'offers'>, role: string): boolean => {
  const live = liveOffer(ticket);
  if (live === undefined) return true;
  if (action === 'accept_offer' || action === 'decline_offer') return live.by !== role;
  if (action === 'offers') return live.by !== role && !live.final;
  return action !== 'cancel' || !live.final;
};

/** A new offer; the one before it, if any was live, is countered by it. */
export const withOffer = (ticket: Ticket, offer: OfferMade): Ticket => {
  const { offers } = withOfferEnded(ticket, 'countered');
  return { ...ticket, offers: [...offers, { ...offer, status: 'live' }] };
};

/** Nothing is on the table any more. */
export const withOfferEnded = (ticket: Ticket, status: Exclude<Offer['status'], 'live'>): Ticket => ({
  ...ticket,
  offers: ticket.offers.map((offer) => (offer.status === 'live' ? { ...offer, status } : offer)),
});

/** The platform has given more time to answer. */
export const withOfferMoved = (ticket: Ticket, expiresAt: Instant): Ticket => ({
  ...ticket,
  offers: ticket.offers.map((offer) => (offer.status === 'live' ? { ...offer, expiresAt } : offer)),
});
