import type { ClaimStatus, PolicyStatus } from '@amends/contracts';
import { flaws, isRefusal, unlisted } from '@amends/kernel';
import { specification } from '@amends/testing';
import { describe, expect, it } from '@jest/globals';
import { claimLife } from './claim/transitions';
import { policyDecider } from './policy/aggregate';
import type { PolicyCommand } from './policy/commands';
import {
  appeal,
  insurer,
  line,
  NO,
  orderPaid,
  pickedUp,
  pickupBooked,
  sentByBuyer,
  sold,
  ticket,
} from './policy/history-for-tests';
import { policyLife } from './policy/transitions';

const insurance = specification(policyDecider);

/** What a decision told of a kind of thing, e.g. all of its "claim." events; a refusal tells nothing. */
const toldOf = (kind: string, decision: unknown): readonly string[] =>
  isRefusal(decision)
    ? []
    : (decision as readonly { type: string }[]).map(({ type }) => type).filter((type) => type.startsWith(kind));

describe('the life of a policy', () => {
  it('has no flaw', () => expect(flaws(policyLife)).toEqual([]));

  const shipped = [orderPaid(), line('shipped')] as const;
  const pasts: Record<PolicyStatus, readonly PolicyCommand[]> = {
    pending: [orderPaid()],
    in_force: [...shipped, sold, pickupBooked()],
    failed: [...shipped, insurer('purchase', 'plc_1', NO), pickupBooked()],
    cancelled: [orderPaid(), line('closed'), pickupBooked()],
    expired: [...shipped, sold, pickupBooked(), line('settled')],
  };
  const steps: Record<string, PolicyCommand> = {
    purchase: sold,
    close_unshipped: line('closed'),
    end_of_windows: line('settled'),
    change_way_back: sentByBuyer(),
  };
  const tales = new Set<string>(policyLife.rows.map(({ emits }) => emits));

  it.each(unlisted(policyLife))('does not go on by $command while $status', ({ status, command }) => {
    const { state, when } = insurance.after(...pasts[status]);
    expect(state.policy?.status).toBe(status);
    const step = steps[command];
    expect(step).toBeDefined();
    if (step !== undefined)
      expect(toldOf('policy.', when(step).decision).filter((type) => tales.has(type))).toEqual([]);
  });
});

describe('the life of a claim', () => {
  it('has no flaw', () => expect(flaws(claimLife)).toEqual([]));

  const submitted = [orderPaid(), line('shipped'), sold, pickedUp(2300), ticket('completed')] as const;
  const approved = [...submitted, insurer('judge', 'clm_1')] as const;
  const pasts: Record<Exclude<ClaimStatus, 'paid'>, readonly PolicyCommand[]> = {
    submitted,
    approved,
    rejected: [...submitted, insurer('judge', 'clm_1', NO)],
    // A paid claim is settled by the same decision.
    settled: [...approved, insurer('pay_out', 'clm_1')],
  };
  const steps: Record<string, readonly PolicyCommand[]> = {
    judge: [insurer('judge', 'clm_1'), insurer('judge', 'clm_1', NO)],
    pay_out: [insurer('pay_out', 'clm_1')],
    settle: [insurer('pay_out', 'clm_1', NO)],
    appeal: [appeal()],
  };
  const pairs = unlisted(claimLife).filter(({ status }) => status !== 'paid');

  it.each(pairs)('does not go on by $command while $status', ({ status, command }) => {
    if (status === 'paid') return;
    const { state, when } = insurance.after(...pasts[status]);
    expect(state.claims.map((claim) => claim.status)).toEqual([status]);
    expect(steps[command]).toBeDefined();
    for (const step of steps[command] ?? []) expect(toldOf('claim.', when(step).decision)).toEqual([]);
  });

  it('is appealed by a party or an agent, and only while it is rejected (N6)', () => {
    for (const [status, past] of Object.entries(pasts))
      for (const by of ['buyer', 'merchant', 'agent', 'system', 'insurer'] as const) {
        const { when } = insurance.after(...past);
        const may = status === 'rejected' && ['buyer', 'merchant', 'agent'].includes(by);
        if (may) expect(toldOf('claim.', when(appeal(undefined, by)).decision)).toEqual(['claim.submitted']);
        else when(appeal(undefined, by)).thenRefused('invalid_transition');
      }
  });

  it('lets nobody but the insurer judge and pay', () => {
    for (const by of ['system', 'buyer', 'merchant', 'agent'] as const) {
      expect(claimLife.permits('submitted', 'judge', by)).toBe(false);
      expect(claimLife.permits('approved', 'pay_out', by)).toBe(false);
    }
  });
});
