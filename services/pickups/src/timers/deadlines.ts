import { parcelAggregate } from '@amends/domain/pickups';
import type { DeadlineHandler } from '@amends/platform/timers';
import { changeParcel, failuresBefore } from '../application/change-parcel';

/** A courier who did not come, a carrier that is silent: the parcel itself knows whether the deadline still lives. */
export const deadlineReached: DeadlineHandler = async ({ streamId, name, token }, unit) => {
  const { state } = await unit.load(parcelAggregate, streamId);
  const data = { name, token, failuresBefore: await failuresBefore(unit, state), at: unit.now };
  await changeParcel(unit, streamId, { type: 'DeadlineReached', data });
};
