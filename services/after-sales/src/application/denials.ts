import { deniedApplication, denialDecider, type CaseCommand, type OrderReplica } from '@amends/domain/after-sales';
import type { Refusal } from '@amends/kernel';
import { handle, type Unit } from '@amends/platform/event-store';
import { caseAggregate, caseStreamOf, denialStreamOf } from './streams';

/**
 * Keeps an application that policy has denied, in the change that answers it: so it is kept once per idempotency key. What is
 * refused otherwise leaves nothing.
 */
export const keepDenial = async (
  unit: Unit,
  refusal: Refusal,
  { data }: Extract<CaseCommand, { type: 'Submit' }>,
  order: OrderReplica,
): Promise<void> => {
  const streamId = caseStreamOf(order.orderId);
  if (streamId === undefined) return;
  const { version: caseVersion } = await unit.load(caseAggregate, streamId);
  const denied = deniedApplication(refusal, data, order, { denialId: unit.newId('den'), caseVersion });
  if (denied !== undefined)
    await handle(unit, denialDecider, denialStreamOf(order.orderId), { type: 'KeepDenial', data: denied });
};
