import type { OrderFacts } from '@amends/contracts';
import type { Message } from '@amends/kernel';
import { policyAggregate, policyDecider, type Parties, type PolicyCommand } from '@amends/domain/insurance';
import { handle, type Unit } from '@amends/platform/event-store';
import { reaction, type Reaction } from '@amends/platform/messaging';
import { insuranceOf } from '../application/streams';

/** The parties that every event of an order names. */
export const partiesOf = ({ orderId, merchantId, buyerId }: OrderFacts): Parties => ({ orderId, merchantId, buyerId });

/** Gives what was heard to the insurance of its order, in our words. */
export const hearing = <Event extends Message<string, OrderFacts>>(
  type: Event['type'],
  commandOf: (data: Event['data'], unit: Unit) => PolicyCommand,
): Reaction =>
  reaction<Event>({
    type,
    streams: ({ orderId }) => [{ aggregate: policyAggregate, streamId: insuranceOf(orderId) }],
    handle: async ({ data }, unit) => {
      await handle(unit, policyDecider, insuranceOf(data.orderId), commandOf(data, unit));
    },
  });
