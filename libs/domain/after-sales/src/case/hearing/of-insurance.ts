import type { ClaimChanged, PolicyChanged } from '@amends/contracts';
import type { CaseEvent, OpenedCase } from '../case';
import type { Asked } from '../commands';
import { feesOfClaim, tellFees } from '../fees';
import { story } from '../story';

/** Whether the way back is covered, and how far; in minor units. */
export const hearPolicy = ({ data }: PolicyChanged, asked: Asked, state: OpenedCase): readonly CaseEvent[] => {
  const cover = data.status === 'in_force' ? data.cover : null;
  const same = cover?.pickup === state.cover?.pickup && cover?.selfShip === state.cover?.selfShip;
  return same ? [] : [{ type: 'case.cover_changed', data: { cover, at: asked.at } }];
};

/** What the insurer pays of the freight, and what is left to others. */
export const hearClaim = (fact: ClaimChanged, asked: Asked, state: OpenedCase): readonly CaseEvent[] => {
  const ticket = state.tickets.find(({ id }) => id === fact.data.afterSaleId);
  const fees = ticket === undefined ? null : feesOfClaim(fact, ticket);
  if (ticket === undefined || fees === null) return [];
  const telling = story(state, asked);
  tellFees(telling, ticket, fees);
  return telling.events();
};
