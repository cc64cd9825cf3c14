import { isRefusal } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { payeeOf } from '../claim/claim';
import { policyAggregate, policyDecider } from './aggregate';
import type { PolicyCommand } from './commands';
import { insurer, line, orderPaid, pickedUp, pickupBooked, sentByBuyer, ticket } from './history-for-tests';
import { NOTHING_HEARD, type InsuredOrder } from './policy';

/** Which story goes on next, whether its fact is heard twice, and whether the insurer answers in between. */
const turn = fc.record({ story: fc.nat(2), twice: fc.boolean(), answers: fc.boolean() });
type Turn = Readonly<{ story: number; twice: boolean; answers: boolean }>;

const hear = (state: InsuredOrder, command: PolicyCommand): InsuredOrder => {
  const decision = policyDecider.decide(command, state);
  return isRefusal(decision) ? state : decision.reduce(policyAggregate.evolve, state);
};

/** Answers every open question, until there is none. */
const answered = (state: InsuredOrder): InsuredOrder => {
  const [question] = state.questions;
  return question === undefined ? state : answered(hear(state, insurer(question.ask, question.about)));
};

/** Hears the stories: each in its own order, as a topic of Kafka keeps it; between them there is none. */
const heard = (stories: readonly (readonly PolicyCommand[])[], turns: readonly Turn[]): InsuredOrder => {
  const left = stories.map((story) => [...story]);
  const rest = stories.flatMap((_, story) => Array<Turn>(9).fill({ story, twice: false, answers: false }));
  return [...turns, ...rest].reduce((state, { story, twice, answers }) => {
    const fact = left[story]?.shift();
    if (fact === undefined) return state;
    const now = hear(twice ? hear(state, fact) : state, fact);
    return answers ? answered(now) : now;
  }, NOTHING_HEARD);
};

const second = { afterSaleId: 'aft_2', claimId: 'clm_2' };
const storiesOf = (freight: number): readonly (readonly PolicyCommand[])[] => [
  [orderPaid(true, [1, 2]), line('shipped', 1), line('shipped', 2)],
  [ticket('open'), ticket('open', second), ticket('completed'), ticket('completed', second)],
  [pickupBooked(), pickedUp(freight), pickupBooked('aft_2'), sentByBuyer('aft_2')],
];

describe('facts in any order and number', () => {
  it('lead to one policy, and to one claim per parcel, never above its cover', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.array(turn, { maxLength: 30 }), (freight, turns) => {
        const { policy, claims, questions } = answered(heard(storiesOf(freight), turns));
        expect([policy?.status, questions]).toEqual(['in_force', []]);
        const paid = claims.map(({ claimId, status, method, insurerPays, buyerPays }) => [
          claimId,
          status,
          payeeOf({ method }),
          insurerPays,
          buyerPays,
        ]);
        expect(paid.sort()).toEqual([
          ['clm_1', 'settled', 'carrier', Math.min(freight, 1935), Math.max(0, freight - 1935)],
          ['clm_2', 'settled', 'buyer', 1000, 0],
        ]);
      }),
      { numRuns: 500 },
    );
  });
});
