import type { FastRefundDayPromised } from '@amends/contracts';
import {
  instant,
  shanghaiDayStart,
  type Aggregate,
  type Decider,
  type Instant,
  type Message,
  type Minor,
} from '@amends/kernel';

/** What was promised to all buyers in a day, minor units, whatever became of it; counted while there is a limit to it. */
export type FastRefundDay = Readonly<{ promised: Minor }>;
export type PromiseOfDay = Message<'Promise', Readonly<{ afterSaleId: string; amount: Minor; at: Instant }>>;

/** The day of Asia/Shanghai that an instant is in, named by the instant it begins. */
export const dayOf = (at: Instant): string => instant(shanghaiDayStart(at));

const initialState: FastRefundDay = { promised: 0 };

const decide = ({ data: { at, ...promise } }: PromiseOfDay, day: FastRefundDay): readonly FastRefundDayPromised[] => [
  {
    type: 'fast_refund_day.promised',
    data: { ...promise, day: dayOf(at), promised: day.promised + promise.amount, occurredAt: at },
  },
];

const evolve = ({ promised }: FastRefundDay, { data }: FastRefundDayPromised): FastRefundDay => ({
  promised: promised + data.amount,
});

/** One stream per day. */
export const fastRefundDayAggregate: Aggregate<FastRefundDay, FastRefundDayPromised> = {
  category: 'fast_refund_day',
  revision: 1,
  initialState,
  evolve,
};

export const fastRefundDayDecider: Decider<FastRefundDay, PromiseOfDay, FastRefundDayPromised, never> &
  Readonly<{ aggregate: Aggregate<FastRefundDay, FastRefundDayPromised> }> = {
  aggregate: fastRefundDayAggregate,
  initialState,
  decide,
  evolve,
};
