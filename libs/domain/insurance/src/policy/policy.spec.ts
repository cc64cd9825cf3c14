import { DAY_MS, HOUR_MS, MINUTE_MS, isRefusal } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { policyAggregate, policyDecider } from './aggregate';
import { waitsOf } from './deadlines';
import {
  after,
  appeal,
  inForce,
  insurer,
  line,
  NO,
  orderPaid,
  pickedUp,
  pickupBooked,
  sentByBuyer,
  sold,
  T0,
  ticket,
  told,
  wake,
} from './history-for-tests';
import type { InsuredOrder } from './policy';

const insurance = specification(policyDecider);
const claimed = [...inForce, ticket('open'), pickupBooked(), pickedUp(2300), ticket('completed')] as const;

const waiting = (state: InsuredOrder) =>
  waitsOf(state).map(({ deadline: { name, kind, token, dueAt } }) => [name, kind, token, dueAt]);
const status = ({ policy }: InsuredOrder) => policy?.status;

describe('the policy of an order', () => {
  it('is pending from the order, with its premium and cover', () => {
    const { state } = insurance.after(orderPaid());
    expect(state.policy).toMatchObject({
      policyId: 'plc_1',
      status: 'pending',
      premium: 36,
      cover: { pickup: 1935, selfShip: 1000 },
    });
  });

  it('is none where the order wishes none', () =>
    expect(insurance.after(orderPaid(false), line('shipped')).state).toMatchObject({
      policy: null,
      purchased: true,
      questions: [],
    }));

  it('N1: is bought at the first shipment, once', () => {
    const shipped = insurance.after(orderPaid(true, [1, 2])).when(line('shipped', 2));
    expect(told(shipped.decision)).toEqual(['policy.line_heard', 'policy.insurer_asked']);
    expect(status(shipped.state)).toBe('pending');
    insurance
      .after(orderPaid(true, [1, 2]), line('shipped', 2))
      .when(line('shipped', 1))
      .thenNothing();
    const bought = insurance.after(orderPaid(), line('shipped')).when(sold);
    expect(told(bought.decision)).toEqual(['policy.purchased']);
    expect(waiting(bought.state)).toEqual([]);
    insurance
      .after(...inForce)
      .when(sold)
      .thenNothing();
  });

  it('N1: is bought when the shipment is heard first', () =>
    expect(told(insurance.after(line('shipped')).when(orderPaid()).decision)).toEqual([
      'policy.order_heard',
      'policy.insurer_asked',
    ]));

  it('N1: fails when the insurer will not have it, and covers nothing', () => {
    const { state } = insurance.after(orderPaid(), line('shipped'), insurer('purchase', 'plc_1', NO));
    expect(status(state)).toBe('failed');
    insurance
      .after(orderPaid(), line('shipped'), insurer('purchase', 'plc_1', NO), sentByBuyer(), ticket('completed'))
      .when({ type: 'SubmitClaim', data: { afterSaleId: 'aft_1', at: T0 } })
      .thenRefused('not_covered');
  });

  it('N7: asks again after 1, 2, 5, 15, 60, 60 minutes of silence', () => {
    let { state } = insurance.after(orderPaid(), line('shipped'));
    let now = 0;
    const pauses = [1, 2, 5, 15, 60, 60].map((minutes, index) => {
      const [wait] = waitsOf(state);
      if (wait === undefined) throw new Error('nothing is waited for');
      const { name, token, dueAt } = wait.deadline;
      expect([name, token, dueAt]).toEqual(['purchase/plc_1/0', index + 1, after(now + minutes * MINUTE_MS)]);
      expect(policyDecider.decide(wake(name, token, after(now + minutes * MINUTE_MS - 1)), state)).toEqual([]);
      now += minutes * MINUTE_MS;
      const again = policyDecider.decide(wake(name, token, after(now)), state);
      if (isRefusal(again)) throw new Error(again.because);
      state = again.reduce(policyAggregate.evolve, state);
      expect(policyDecider.decide(wake(name, token, after(now)), state)).toEqual([]);
      return minutes;
    });
    expect(pauses).toHaveLength(6);
  });

  it('N2: is cancelled when everything closes unshipped, and costs nothing', () => {
    const one = insurance.after(orderPaid(true, [1, 2]), line('closed', 1));
    expect(status(one.state)).toBe('pending');
    expect(told(one.when(line('closed', 2)).decision)).toEqual(['policy.line_heard', 'policy.cancelled']);
    const shippedBefore = insurance.after(orderPaid(true, [1, 2]), line('shipped', 1), line('closed', 1));
    expect(status(shippedBefore.when(line('closed', 2)).state)).toBe('pending');
  });

  it('N3: ends with the windows of all lines, and not before', () => {
    const one = insurance.after(orderPaid(true, [1, 2]), line('shipped'), sold, line('settled', 1));
    expect(status(one.state)).toBe('in_force');
    expect(told(one.when(line('settled', 2)).decision)).toEqual(['policy.line_heard', 'policy.expired']);
  });

  it('N3: ends fifteen days after a line was refunded that nobody received', () => {
    const refunded = insurance.after(...inForce, line('closed', 1, T0));
    expect(status(refunded.state)).toBe('in_force');
    // 1 March in Shanghai, and fifteen days to their end.
    expect(waiting(refunded.state)).toEqual([['end', 'policy_end', 1, '2026-03-16T16:00:00.000Z']]);
    refunded.when(wake('end', 1, '2026-03-16T15:59:59.999Z')).thenNothing();
    expect(told(refunded.when(wake('end', 1, '2026-03-16T16:00:00.000Z')).decision)).toEqual(['policy.expired']);
  });

  it('N3: waits for a return that is under way, and claims it first', () => {
    const open = insurance.after(...inForce, ticket('open'), sentByBuyer(), line('settled'));
    expect(status(open.state)).toBe('in_force');
    const ended = open.when(ticket('completed'));
    expect(told(ended.decision)).toEqual([
      'policy.ticket_heard',
      'claim.submitted',
      'policy.insurer_asked',
      'policy.expired',
    ]);
    expect(told(open.when(ticket('ended')).decision)).toEqual(['policy.ticket_heard', 'policy.expired']);
  });

  it('still pays for a return that had ended before, and is heard of after the end', () => {
    const ended = insurance.after(...inForce, sentByBuyer(), line('settled', 1, after(DAY_MS)));
    expect(status(ended.state)).toBe('expired');
    expect(ended.when(ticket('completed', { happenedAt: after(HOUR_MS) })).state.claims).toHaveLength(1);
    expect(ended.when(ticket('completed', { happenedAt: after(2 * DAY_MS) })).state.claims).toEqual([]);
  });

  it('N9: is bound to the new way back, and pays for it', () => {
    const rebound = insurance.after(...inForce, ticket('open'), pickupBooked()).when(sentByBuyer());
    expect(told(rebound.decision)).toEqual(['policy.parcel_heard', 'policy.rebound']);
    const { state } = insurance.after(...inForce, ticket('open'), pickupBooked(), sentByBuyer(), ticket('completed'));
    expect(state.claims).toMatchObject([{ method: 'self_ship', insurerPays: 1000 }]);
    insurance
      .after(...inForce, ticket('open'), pickupBooked())
      .when(pickupBooked())
      .thenNothing();
  });
});

describe('what is not written again', () => {
  it.each([
    ['the purchase', orderPaid()],
    ['a shipment', line('shipped', 1, after(HOUR_MS))],
    ['a ticket that has not moved', ticket('completed', { version: 9 })],
    ['an older word about a ticket', ticket('open')],
    ['a second scan', pickedUp(9900)],
    ['a booking after the scan', pickupBooked()],
    ['the answer to a question that is answered', sold],
    ['an answer about something else', insurer('judge', 'clm_9')],
    ['a payout that nobody approved', insurer('pay_out', 'clm_1')],
  ])('%s', (_, command) =>
    insurance
      .after(...claimed)
      .when(command)
      .thenNothing(),
  );

  it('anything of an order without insurance, but that a ticket is there', () => {
    const uninsured = insurance.after(orderPaid(false));
    uninsured.when(line('shipped')).thenNothing();
    uninsured.when(pickedUp(1200)).thenNothing();
    expect(told(uninsured.when(ticket('open')).decision)).toEqual(['policy.ticket_heard']);
    insurance.after(orderPaid(false), ticket('open')).when(ticket('completed')).thenNothing();
  });

  it('anything of an order that nothing was heard of', () => insurance.after().when(sold).thenNothing());
});

describe('a late payout', () => {
  it('T-claim: is put before an operator after 72 hours, once', () => {
    const open = insurance.after(...claimed);
    expect(waiting(open.state)).toContainEqual(['payout/clm_1', 'claim_payout', 1, after(72 * HOUR_MS)]);
    const late = wake('payout/clm_1', 1, after(72 * HOUR_MS));
    expect(told(open.when(late).decision)).toEqual(['policy.claim_overdue']);
    insurance
      .after(...claimed, late)
      .when(late)
      .thenNothing();
    const listed = policyAggregate.listings?.(insurance.after(...claimed, late).state);
    expect(listed?.find(({ kind }) => kind === 'claim')).toMatchObject({ id: 'clm_1', flagged: true });
  });

  it('is none where it is paid', () => {
    const paid = insurance.after(...claimed, insurer('judge', 'clm_1'), insurer('pay_out', 'clm_1'));
    expect(waiting(paid.state)).toEqual([]);
  });

  it('starts anew with an appeal', () => {
    const rejected = insurance.after(...claimed, insurer('judge', 'clm_1', NO));
    expect(waiting(rejected.state)).toEqual([]);
    expect(waiting(rejected.when(appeal(after(HOUR_MS))).state)).toEqual([
      ['judge/clm_1/1', 'insurer_answer', 1, after(HOUR_MS + MINUTE_MS)],
      ['payout/clm_1', 'claim_payout', 2, after(73 * HOUR_MS)],
    ]);
  });
});
