import type { ComplaintEvent } from '@amends/contracts';
import {
  complaintAggregate,
  complaintCountDecider,
  complaintDecider,
  type Complaint,
  type ComplaintCommand,
  type ComplaintRefusal,
  type CountedComplaint,
} from '@amends/domain/after-sales';
import { isRefusal, type Refusal } from '@amends/kernel';
import { handle, type EventStore, type Handled, type Unit } from '@amends/platform/event-store';
import { complaintCountStreamOf } from './streams';

/** Nobody had more of them that count when they were not counted yet. */
const MOST_EARLIER = 100;

/** Runs a command on a complaint, and notes in the same unit that its buyer has one less that is open. */
export const changeComplaint = async (
  unit: Unit,
  streamId: string,
  command: ComplaintCommand,
): Promise<Refusal<ComplaintRefusal> | Handled<Complaint | null, ComplaintEvent>> => {
  const { state: before } = await unit.load(complaintAggregate, streamId);
  const handled = await handle(unit, complaintDecider, streamId, command);
  if (isRefusal(handled) || before === null || before.status === 'closed' || handled.state?.status !== 'closed')
    return handled;
  const { buyerId, id: complaintId } = before;
  await handle(unit, complaintCountDecider, complaintCountStreamOf(buyerId), {
    type: 'CountClosed',
    data: { buyerId, complaintId, at: unit.now },
  });
  return handled;
};

/** Takes the room that one more complaint of the buyer needs; `complaint_limit` where there is none. */
export const takeRoom = async (
  unit: Unit,
  store: EventStore,
  of: Readonly<{ buyerId: string; complaintId: string }>,
): Promise<Refusal<'complaint_limit'> | undefined> => {
  const streamId = complaintCountStreamOf(of.buyerId);
  const { state } = await unit.load(complaintCountDecider.aggregate, streamId);
  const earlier = state.complete ? [] : await earlierOf(store, of.buyerId);
  const taken = await handle(unit, complaintCountDecider, streamId, {
    type: 'CountFiled',
    data: { ...of, earlier, at: unit.now },
  });
  return isRefusal(taken) ? taken : undefined;
};

/** Filed before complaints were counted. One that is closed meanwhile writes to the count, so that the unit begins anew. */
const earlierOf = async (store: EventStore, buyerId: string): Promise<readonly CountedComplaint[]> => {
  const query = { kind: 'complaint', where: { buyerId }, limit: MOST_EARLIER };
  const { items } = await store.list(complaintAggregate, query);
  return items.flatMap(({ state }) =>
    state === null ? [] : [{ complaintId: state.id, filedAt: state.createdAt, open: state.status !== 'closed' }],
  );
};
