import { isRefusal } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { parcelDecider } from './decide';
import {
  at,
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
} from './parcel-for-tests';
import type { ParcelState } from './parcel';
import { waitsOf } from './waiting';

const parcel = specification(parcelDecider);
const types = (decision: unknown): readonly string[] =>
  isRefusal(decision) ? [decision.refused] : (decision as readonly { type: string }[]).map(({ type }) => type);
const stage = (state: ParcelState) => state.journey?.stage;
const waiting = (state: ParcelState) => waitsOf(state).map(({ name, token, dueAt }) => [name, token, dueAt]);

const booked = [book(), confirmed()] as const;
const assigned = [...booked, scan('courier_assigned')] as const;
const collected = [...assigned, scan('picked_up', 3, { freight: 1800 })] as const;
const moving = [...collected, scan('in_transit', 5)] as const;

describe('a scan that the carrier takes back (A7)', () => {
  it('is told, and the parcel stays where it was: what it means is not for the parcel to know', () => {
    const { decision, state } = parcel.after(...collected).when(scan('scan_revoked', 4));
    expect(types(decision)).toEqual(['parcel.scanned', 'return.scan_revoked']);
    expect(decision).toMatchObject([{}, { data: { status: 'picked_up', at: at(4) } }]);
    expect(stage(state)).toBe('picked_up');
    expect(stage(parcel.after(...collected, scan('scan_revoked', 4)).when(scan('in_transit', 5)).state)).toBe(
      'in_transit',
    );
  });
  it('is nothing before the scan, older than what is known, or once the parcel is there', () => {
    expect(types(parcel.after(...assigned).when(scan('scan_revoked', 4)).decision)).toEqual([]);
    expect(types(parcel.after(...moving).when(scan('scan_revoked', 4)).decision)).toEqual([]);
    expect(types(parcel.after(...moving, scan('signed', 6)).when(scan('scan_revoked', 7)).decision)).toEqual([]);
  });
});

describe('booking a courier (L1)', () => {
  it('asks the carrier, and has a number when it has answered', () => {
    const asked = parcel.given().when(book());
    expect(types(asked.decision)).toEqual(['parcel.requested', 'parcel.carrier_asked']);
    expect(stage(asked.state)).toBe('requested');
    const answered = parcel.after(book()).when(confirmed());
    expect(types(answered.decision)).toEqual(['parcel.carrier_answered', 'return.pickup_booked']);
    expect(answered.decision).toMatchObject([{}, { data: { trackingNumber: 'PK-1', slot: SLOT, attempt: 1 } }]);
    parcel
      .after(...booked)
      .when(book())
      .thenNothing();
    parcel
      .after(...booked)
      .when(confirmed())
      .thenNothing();
  });
  it('takes the earliest slot where none is given, or the one given is over (rulings.md 6.8)', () => {
    for (const slot of [null, { from: at(-4), to: at(-2) }])
      expect(parcel.given().when(book(slot)).decision).toMatchObject([
        { data: { slot: { from: '2026-03-01T04:00:00.000Z', to: '2026-03-01T06:00:00.000Z' } } },
        {},
      ]);
  });
  it('comes to nothing where the carrier does not go', () => {
    const { decision, state } = parcel.after(book()).when(declined());
    expect(decision).toMatchObject([{}, { type: 'return.pickup_failed', data: { because: 'area', final: true } }]);
    expect(stage(state)).toBe('given_up');
  });
});

describe('a courier', () => {
  it('is assigned, and another one after him (L2)', () => {
    const { decision, state } = parcel.after(...booked).when(scan('courier_assigned', 1, { courier: { sealed: 'w' } }));
    expect(types(decision)).toEqual(['parcel.scanned', 'return.courier_assigned']);
    expect(state.journey?.pickup?.courier).toEqual({ sealed: 'w' });
    expect(types(parcel.after(...assigned).when(scan('courier_assigned', 2)).decision)).toContain(
      'return.courier_assigned',
    );
    parcel
      .after(...collected)
      .when(scan('courier_assigned', 4))
      .thenNothing();
  });
  it('may be asked to come at another time, or not at all, until he has the parcel (L3)', () => {
    const slot = { from: at(26), to: at(28) };
    for (const past of [booked, assigned])
      expect(parcel.after(...past).when(reschedule(slot)).decision).toMatchObject([
        { type: 'return.pickup_booked', data: { slot, attempt: 1 } },
        { type: 'parcel.carrier_asked' },
      ]);
    parcel
      .after(...booked)
      .when(reschedule({ from: at(72), to: at(74) }))
      .thenRefused('slot_too_late');
    parcel
      .after(...booked)
      .when(reschedule(SLOT, at(3)))
      .thenRefused('slot_too_soon');
    expect(types(parcel.after(...assigned).when(cancel()).decision)).toEqual([
      'return.pickup_cancelled',
      'parcel.carrier_asked',
    ]);
    for (const late of [reschedule(), cancel()])
      parcel
        .after(...collected)
        .when(late)
        .thenRefused('already_collected');
    parcel
      .after(...booked, cancel())
      .when(reschedule())
      .thenRefused('invalid_transition');
    parcel
      .after(...collected)
      .when(cancel('system'))
      .thenNothing(); // too late is no fault of the system
  });
  it('who fails is sent again, until the third failure of the ticket (L4, rulings.md 4.1)', () => {
    const { decision, state } = parcel.after(...assigned).when(scan('pickup_failed', 3));
    expect(decision).toMatchObject([{}, { type: 'return.pickup_failed', data: { failures: 1, final: false } }]);
    expect(stage(state)).toBe('pickup_failed');
    const third = parcel.after(...assigned).when(scan('pickup_failed', 3, {}, 2));
    expect(third.decision).toMatchObject([{}, { data: { failures: 3, final: true } }]);
    expect(stage(third.state)).toBe('given_up');
    parcel
      .after(...assigned, scan('pickup_failed', 3, {}, 2))
      .when(reschedule())
      .thenRefused('invalid_transition');
  });
  it('who does not come within two hours of the slot is replaced by another carrier, twice (L5)', () => {
    const late = parcel.after(...assigned);
    expect(waiting(late.state)).toContainEqual(['pickup', 2, at(6)]);
    late.when(wake('pickup', 2, 5.99)).thenNothing();
    const { decision, state } = late.when(wake('pickup', 2, 6));
    expect(decision).toMatchObject([
      { type: 'return.pickup_reassigned', data: { carrier: 'jd', attempt: 2 } },
      { type: 'parcel.carrier_asked' },
    ]);
    expect([stage(state), state.journey?.pickup?.courier]).toEqual(['pickup_booked', null]);
    const again = [...assigned, wake('pickup', 2, 6), wake('pickup', 3, 99)];
    expect(parcel.after(...again).when(wake('pickup', 4, 199)).decision).toMatchObject([
      { type: 'return.pickup_failed', data: { because: 'no_show', final: true } },
      {},
    ]);
  });
  it('takes the parcel, once, with its freight (L6)', () => {
    const { decision, state } = parcel
      .after(...assigned)
      .when(scan('picked_up', 3, { freight: 1800, weightGrams: 900 }));
    expect(decision).toMatchObject([{}, { type: 'return.picked_up', data: { freight: 1800, weightGrams: 900 } }]);
    expect(state.journey).toMatchObject({ stage: 'picked_up', freight: 1800 });
    parcel
      .after(...collected)
      .when(scan('picked_up', 3))
      .thenNothing();
    expect(parcel.after(...booked).when(scan('picked_up', 3)).decision).toMatchObject([
      {},
      { data: { freight: 1200 } },
    ]);
  });
});

describe('a parcel on its way', () => {
  it('moves by rank and by the time of the carrier, however its scans arrive (L7)', () => {
    expect(types(parcel.after(...collected).when(scan('in_transit', 5)).decision)).toEqual([
      'parcel.scanned',
      'return.tracking_updated',
    ]);
    const signed = [...moving, scan('signed', 9)] as const;
    expect(stage(parcel.after(...signed).state)).toBe('signed');
    for (const late of [scan('in_transit', 8), scan('out_for_delivery', 8), scan('lost', 10), scan('exception', 10)])
      parcel
        .after(...signed)
        .when(late)
        .thenNothing();
    const repeated = scan('in_transit', 6, { eventId: 'in_transit-5' });
    parcel
      .after(...moving)
      .when(repeated)
      .thenNothing();
    expect(types(parcel.after(...booked).when(scan('signed', 9)).decision)).toEqual([
      'parcel.scanned',
      'return.picked_up',
      'return.signed',
    ]);
  });
  it('that nothing is heard of for 72 hours has met with something (L8)', () => {
    const silent = parcel.after(...moving);
    expect(waiting(silent.state)).toEqual([['silence', 3, at(77)]]);
    silent.when(wake('silence', 3, 76)).thenNothing();
    expect(silent.when(wake('silence', 3, 80)).decision).toMatchObject([
      { type: 'return.stalled', data: { status: 'exception', because: 'no_scan', occurredAt: at(77) } },
    ]);
    parcel
      .after(...moving, scan('in_transit', 60))
      .when(wake('silence', 3, 80))
      .thenNothing();
    expect(types(parcel.after(...moving).when(scan('exception', 6)).decision)).toContain('return.stalled');
  });
  it('is lost when the carrier says so, or seven days after it has met with something (L9, rulings.md 4.3)', () => {
    expect(types(parcel.after(...moving).when(scan('lost', 9)).decision)).toEqual(['parcel.scanned', 'return.lost']);
    const stalled = [...moving, scan('exception', 6)] as const;
    expect(waiting(parcel.after(...stalled).state)).toEqual([['loss', 4, at(6 + 7 * 24)]]);
    parcel
      .after(...stalled)
      .when(wake('loss', 4, 7 * 24))
      .thenNothing();
    const { decision, state } = parcel.after(...stalled).when(wake('loss', 4, 6 + 7 * 24));
    expect(decision).toMatchObject([{ type: 'return.lost', data: { status: 'lost', because: 'no_scan' } }]);
    expect([stage(state), waiting(state)]).toEqual(['lost', []]);
    expect(stage(parcel.after(...stalled).when(scan('in_transit', 8)).state)).toBe('in_transit');
  });
  it('may be refused by the merchant once it is there (L10)', () => {
    parcel
      .after(...moving)
      .when(refuse)
      .thenNothing();
    const { decision, state } = parcel.after(...moving, scan('signed', 9)).when(refuse);
    expect([types(decision), stage(state)]).toEqual([['parcel.refused'], 'refused']);
  });
});

describe('a parcel that the buyer brings away', () => {
  it('is registered with its number, which makes one way back (L1, R4)', () => {
    const { decision, state } = parcel.given().when(register());
    expect([types(decision), stage(state)]).toEqual([['parcel.registered', 'return.shipped'], 'shipped']);
    parcel.after(register()).when(register()).thenNothing();
  });
  it('is handed in at a shop, by its scan (L11)', () => {
    const coded = parcel.after(register('drop_off'));
    expect([stage(coded.state), waiting(coded.state)]).toEqual(['code_given', []]);
    const { decision, state } = coded.when(scan('picked_up', 3));
    expect([types(decision), stage(state)]).toEqual([['parcel.scanned', 'return.dropped_off'], 'picked_up']);
    expect(stage(coded.when(replace('system')).state)).toBe('cancelled');
  });
  it('gives way to the number that the buyer corrects, until it is there (R7)', () => {
    expect(stage(parcel.after(register()).when(replace()).state)).toBe('cancelled');
    expect(types(parcel.given().when(register('self_ship', 'YT-0')).decision)).toEqual([
      'parcel.registered',
      'return.waybill_changed',
    ]);
    parcel.after(register(), scan('signed', 9)).when(replace()).thenNothing();
  });
  it('that was scanned before anybody named it is taken at the scan', () => {
    const early = parcel.after(scan('in_transit', 1));
    expect(early.state.journey).toBeNull();
    const { decision, state } = early.when(register());
    expect(types(decision)).toEqual([
      'parcel.registered',
      'return.shipped',
      'parcel.scanned',
      'return.tracking_updated',
    ]);
    expect(stage(state)).toBe('in_transit');
  });
});

describe('a parcel that shall come back', () => {
  const told = (...scans: Parameters<typeof scan>[0][]) => {
    const asked = parcel.after(intercept, ...scans.slice(0, -1).map((event, hour) => scan(event, hour)));
    return types(asked.when(scan(scans.at(-1) ?? 'lost', scans.length)).decision);
  };
  it('is stopped, and back when it is signed (S5)', () => {
    expect(told('intercepted')).toContain('parcel.intercepted');
    expect(told('intercepted', 'signed')).toContain('return.signed');
  });
  it('was not stopped when the carrier says so, or it is signed before (S6)', () => {
    expect(told('intercept_failed')).toContain('parcel.intercept_failed');
    expect(told('signed')).toContain('parcel.intercept_failed');
    expect(told('intercept_failed', 'intercepted')).not.toContain('parcel.intercepted');
  });
});
