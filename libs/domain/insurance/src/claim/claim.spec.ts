import { DAY_MS } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { policyDecider } from '../policy/aggregate';
import type { SubmitClaim } from '../policy/commands';
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
} from '../policy/history-for-tests';
import { worthOf } from './claim';

const insurance = specification(policyDecider);
const back = (freight: number) => [...inForce, ticket('open'), pickupBooked(), pickedUp(freight)] as const;
const byHand = (afterSaleId = 'aft_1'): SubmitClaim => ({ type: 'SubmitClaim', data: { afterSaleId, at: T0 } });

describe('what a claim is worth', () => {
  const cover = { pickup: 1935, selfShip: 1000 };
  it.each([
    [0, 'buyer', 0, 0, 0],
    [1200, 'buyer', 1200, 0, 0],
    [1935, 'buyer', 1935, 0, 0],
    [1936, 'buyer', 1935, 1, 0],
    [2300, 'buyer', 1935, 365, 0],
    [2500, 'merchant', 1935, 0, 565],
  ] as const)('a pickup of %i, borne by the %s', (freight, bearer, insurerPays, buyerPays, merchantPays) =>
    expect(worthOf({ method: 'pickup', freight }, cover, bearer)).toEqual({
      method: 'pickup',
      freight,
      insurerPays,
      buyerPays,
      merchantPays,
    }),
  );

  it('is fixed for a parcel that the buyer sent himself', () =>
    expect(worthOf({ method: 'self_ship', freight: null }, cover, 'merchant')).toEqual({
      method: 'self_ship',
      freight: null,
      insurerPays: 1000,
      buyerPays: 0,
      merchantPays: 0,
    }));
});

describe('the claim for a parcel', () => {
  it('N4: is made when the return has ended', () => {
    const completed = insurance.after(...back(2300)).when(ticket('completed'));
    expect(told(completed.decision)).toEqual(['policy.ticket_heard', 'claim.submitted', 'policy.insurer_asked']);
    expect(completed.state.claims).toMatchObject([
      { claimId: 'clm_1', afterSaleId: 'aft_1', status: 'submitted', insurerPays: 1935, buyerPays: 365 },
    ]);
  });

  it('N4: is made whichever is heard last: the ticket, the parcel, or the policy', () => {
    const parcelLast = insurance.after(...inForce, ticket('completed')).when(pickedUp(1200));
    expect(told(parcelLast.decision)).toEqual(['policy.parcel_heard', 'claim.submitted', 'policy.insurer_asked']);
    const policyLast = insurance.after(orderPaid(), line('shipped'), sentByBuyer(), ticket('completed')).when(sold);
    expect(told(policyLast.decision)).toEqual(['policy.purchased', 'claim.submitted', 'policy.insurer_asked']);
  });

  it('N5, N8: is approved, paid and settled', () => {
    const approved = insurance.after(...back(2300), ticket('completed')).when(insurer('judge', 'clm_1'));
    expect(told(approved.decision)).toEqual(['claim.approved', 'policy.insurer_asked']);
    const paid = insurance
      .after(...back(2300), ticket('completed'), insurer('judge', 'clm_1'))
      .when(insurer('pay_out', 'clm_1'));
    expect(told(paid.decision)).toEqual(['claim.paid', 'claim.settled']);
    expect(paid.state.claims).toMatchObject([{ status: 'settled', version: 4 }]);
    expect(paid.state.questions).toEqual([]);
  });

  it.each([
    ['a refund without a return', [ticket('completed', { type: 'refund_only' }), sentByBuyer()]],
    ['an exchange', [ticket('completed', { type: 'exchange' }), sentByBuyer()]],
    ['a return that was withdrawn', [ticket('ended'), sentByBuyer()]],
    ['a return under way', [ticket('open'), sentByBuyer()]],
    ['a return whose courier never came', [pickupBooked(), ticket('completed')]],
    ['a return that cost nothing', [pickedUp(0), ticket('completed')]],
  ])('is not made for %s', (_, story) => {
    const given = insurance.after(...inForce, ...story);
    expect(given.state.claims).toEqual([]);
    given.when(byHand()).thenRefused('not_covered');
  });

  it('is not made without insurance', () => {
    const given = insurance.after(orderPaid(false), sentByBuyer(), ticket('completed'));
    given.when(byHand()).thenRefused('not_covered');
  });

  it('is made once per parcel, also for refused units that came in it', () => {
    const child = ticket('completed', { afterSaleId: 'aft_2', parentId: 'aft_1', claimId: 'clm_2' });
    const both = insurance.after(...back(2300), ticket('completed'), child);
    expect(both.state.claims).toHaveLength(1);
    expect(both.when(byHand('aft_1')).thenRefused('duplicate_claim').detail).toEqual({ id: 'clm_1' });
    expect(both.when(byHand('aft_2')).thenRefused('duplicate_claim').detail).toEqual({ id: 'clm_1' });
  });

  it('is made for each of two parcels', () => {
    const second = [sentByBuyer('aft_2'), ticket('completed', { afterSaleId: 'aft_2', claimId: 'clm_2' })] as const;
    const { state } = insurance.after(...back(2300), ticket('completed'), ...second);
    expect(state.claims.map(({ claimId, insurerPays }) => [claimId, insurerPays])).toEqual([
      ['clm_1', 1935],
      ['clm_2', 1000],
    ]);
  });
});

describe('a rejected claim', () => {
  const rejected = [...back(2300), ticket('completed'), insurer('judge', 'clm_1', NO)] as const;

  it('N6: carries the code of the insurer, and no parcel is claimed twice for it', () => {
    const given = insurance.after(...rejected);
    expect(given.state.claims).toMatchObject([{ status: 'rejected', rejectionCode: 'risk_control' }]);
    given.when(byHand()).thenRefused('duplicate_claim');
  });

  it('N6: may be appealed within seven days, and is then judged anew', () => {
    const given = insurance.after(...rejected);
    expect(told(given.when(appeal(after(7 * DAY_MS - 1))).decision)).toEqual([
      'claim.submitted',
      'policy.insurer_asked',
    ]);
    given.when(appeal(after(7 * DAY_MS))).thenRefused('deadline_passed');
    const again = insurance.after(...rejected, appeal()).when(insurer('judge', 'clm_1', undefined, { round: 1 }));
    expect(again.state.claims).toMatchObject([{ status: 'approved', rejectionCode: null, insurerPays: 1935 }]);
  });

  it('is not decided by an answer from before the appeal', () =>
    insurance
      .after(...rejected, appeal())
      .when(insurer('judge', 'clm_1', NO))
      .thenNothing());

  it('is not appealed in another version than was seen, nor when it is not rejected', () => {
    const seen = { ...appeal().data, ifMatch: 1 };
    insurance
      .after(...rejected)
      .when({ type: 'AppealClaim', data: seen })
      .thenRefused('version_conflict');
    const refusal = insurance
      .after(...back(2300), ticket('completed'))
      .when(appeal())
      .thenRefused('invalid_transition');
    expect(refusal.detail).toEqual({ currentStatus: 'submitted', allowedActions: [] });
  });
});
