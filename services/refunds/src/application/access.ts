import { notFound, type Caller } from '@amends/platform/http';

/** A buyer is only there for himself and for the platform. */
export const ownBuyer = (caller: Caller, buyerId: string): void => {
  if (caller.role === 'buyer' && caller.buyerId !== buyerId) notFound();
};

/** The platform's own people, who keep the refunds going. */
export const isDesk = ({ role }: Caller): boolean => DESK.has(role);

const DESK: ReadonlySet<string> = new Set(['agent', 'supervisor', 'operator']);
