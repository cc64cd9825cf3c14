import { flaws, isRefusal } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { interceptLife, type InterceptCommand, type InterceptStage } from './intercept/transitions';
import type { ParcelCommandMessage } from './parcel/commands';
import { parcelDecider } from './parcel/decide';
import type { ParcelState } from './parcel/parcel';
import {
  book,
  cancel,
  confirmed,
  declined,
  intercept,
  refuse,
  register,
  replace,
  reschedule,
  scan,
  SLOT,
  wake,
} from './parcel/parcel-for-tests';
import { parcelLife, type ParcelActor, type ParcelCommand, type ParcelStage } from './parcel/transitions';

const { after } = specification(parcelDecider);
type Past = readonly ParcelCommandMessage[];

const booked = [book(), confirmed()] as const;
const assigned = [...booked, scan('courier_assigned')] as const;
const moving = [...assigned, scan('picked_up', 1), scan('in_transit', 2)] as const;

/** How a parcel comes to each stage; `not_filled` is one that nothing was said of. */
const pasts: Readonly<Record<ParcelStage, readonly Past[]>> = {
  not_filled: [[]],
  requested: [[book()]],
  given_up: [[book(), declined()]],
  code_given: [[register('drop_off')]],
  // Once with its answer, once while the carrier is asked for another time.
  pickup_booked: [booked, [...booked, reschedule()]],
  courier_assigned: [assigned],
  pickup_failed: [[...assigned, scan('pickup_failed', 1)]],
  shipped: [[register()]],
  picked_up: [[...assigned, scan('picked_up', 1)]],
  in_transit: [moving],
  out_for_delivery: [[...moving, scan('out_for_delivery', 3)]],
  signed: [[...moving, scan('signed', 4)]],
  exception: [[...moving, scan('exception', 3)]],
  refused: [[...moving, scan('signed', 4), refuse]],
  lost: [[...moving, scan('lost', 3)]],
  cancelled: [[...booked, cancel()]],
};

/** What is asked of a parcel, for those who may ask it in different ways; everybody else's word is the same. */
const step = (command: ParcelCommand, by: ParcelActor, { journey }: ParcelState): ParcelCommandMessage => {
  const by2 = by === 'system' ? 'system' : 'buyer';
  switch (command) {
    case 'book':
      return book();
    case 'confirm':
      return confirmed(journey?.pickup?.call?.number ?? 1, 'PK-2');
    case 'decline':
      return declined(journey?.pickup?.call?.number ?? 1);
    case 'waybill':
      return register();
    case 'drop_off':
      return register('drop_off');
    case 'reschedule':
      return reschedule(SLOT);
    case 'cancel':
      return cancel(by2);
    case 'replace':
      return replace(by2);
    case 'no_show':
      return wake('pickup', journey?.pickup?.slots ?? 1, 9999);
    case 'silence':
      return wake(journey?.stage === 'exception' ? 'loss' : 'silence', journey?.scans ?? 0, 9999);
    case 'refuse':
      return refuse;
    case 'courier_assigned':
    case 'pickup_failed':
    case 'picked_up':
    case 'in_transit':
    case 'out_for_delivery':
    case 'signed':
    case 'exception':
    case 'lost':
    case 'scan_revoked':
      return scan(command, 99);
  }
};

/** Commands that one and the same message asks for, whoever it is: who may send it is for the edge to know. */
const ASKED_BY_ROLE: ReadonlySet<ParcelCommand> = new Set(['cancel', 'replace']);
const actorsOf = (command: ParcelCommand): readonly ParcelActor[] =>
  ASKED_BY_ROLE.has(command)
    ? ['buyer', 'system']
    : [...new Set(parcelLife.rows.filter(({ on }) => on === command).flatMap(({ by }) => by))];

/** A movement of a parcel that was to be collected says that it was collected (rulings.md 6.6): L6 and L7 in one. */
const isCollectedByMoving = (stage: ParcelStage, command: ParcelCommand): boolean =>
  ['in_transit', 'out_for_delivery', 'signed'].includes(command) && parcelLife.permits(stage, 'picked_up', 'carrier');

const commands = [...new Set(parcelLife.rows.map(({ on }) => on))];
const stages = Object.keys(pasts) as readonly ParcelStage[];
const unlistedOf = stages.flatMap((stage) =>
  commands.flatMap((command) =>
    actorsOf(command)
      .filter((by) => !parcelLife.permits(stage, command, by) && !isCollectedByMoving(stage, command))
      .map((by) => ({ stage, command, by })),
  ),
);

const told = (decision: unknown): readonly string[] =>
  isRefusal(decision) ? [] : (decision as readonly { type: string }[]).map(({ type }) => type);

describe('the life of a parcel', () => {
  it('has no flaw', () => expect(flaws(parcelLife)).toEqual([]));

  it.each(unlistedOf)('does not $command by the word of $by while it is $stage', ({ stage, command, by }) => {
    for (const past of pasts[stage]) {
      const { state, when } = after(...past);
      expect(state.journey?.stage ?? 'not_filled').toBe(stage);
      const { decision, state: then } = when(step(command, by, state));
      expect(then.journey?.stage ?? 'not_filled').toBe(stage);
      expect(told(decision).filter((type) => type.startsWith('return.'))).toEqual([]);
    }
  });

  it('goes on by every row', () => {
    const stuck = parcelLife.rows.filter(({ from, on, by: [by = 'system'] }) =>
      pasts[from].every((past) => {
        const { state, when } = after(...past);
        return told(when(step(on, by, state)).decision).length === 0;
      }),
    );
    expect(stuck.map(({ row, from, on }) => `${row} ${from} ${on}`)).toEqual([]);
  });
});

describe('the wish to stop a parcel', () => {
  it('has no flaw', () => expect(flaws(interceptLife)).toEqual([]));

  const wishes: Readonly<Record<InterceptStage, Past>> = {
    asked: [intercept],
    coming_back: [intercept, scan('intercepted', 1)],
    back: [intercept, scan('intercepted', 1), scan('signed', 2)],
    failed: [intercept, scan('intercept_failed', 1)],
  };
  const said: readonly InterceptCommand[] = ['intercepted', 'intercept_failed', 'signed'];
  const pairs = (Object.keys(wishes) as readonly InterceptStage[]).flatMap((stage) =>
    said.filter((command) => !interceptLife.permits(stage, command)).map((command) => ({ stage, command })),
  );

  it.each(pairs)('is not moved by "$command" while it is $stage', ({ stage, command }) => {
    const { state, when } = after(...wishes[stage]);
    expect(state.intercepts.map((wish) => wish.stage)).toEqual([stage]);
    const { decision, state: then } = when(scan(command, 9));
    expect(then.intercepts.map((wish) => wish.stage)).toEqual([stage]);
    expect(told(decision).filter((type) => type !== 'parcel.scanned')).toEqual([]);
  });
});
