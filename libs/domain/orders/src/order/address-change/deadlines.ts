import { HOUR_MS, type Instant, type LiveDeadline } from '@amends/kernel';
import type { OrderState } from '../order';
import type { AddressChange } from './address-change';

/** The merchant decides (T-addr); the carrier answers (T-intercept). */
export const ADDRESS_DECISION_MS = 12 * HOUR_MS;
export const INTERCEPT_MS = 72 * HOUR_MS;

/** What a wish waits for, and until when. */
export type AddressWait = Readonly<{
  change: AddressChange;
  kind: 'address_decision' | 'intercept';
  deadline: LiveDeadline;
}>;

export const addressWaits = ({ addressChanges }: OrderState): readonly AddressWait[] =>
  addressChanges.flatMap((change) => [
    ...waitFor(change, 'address_decision', change.dueAt),
    ...waitFor(change, 'intercept', change.interceptDueAt),
  ]);

const waitFor = (change: AddressChange, kind: AddressWait['kind'], dueAt: Instant | null): readonly AddressWait[] =>
  dueAt === null
    ? []
    : [
        {
          change,
          kind,
          // Each is started once in the life of a wish.
          deadline: { name: `address_change/${String(change.number)}/${kind}`, kind, token: 1, dueAt },
        },
      ];
