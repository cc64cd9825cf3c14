import { describe, expect, it } from '@jest/globals';
import { flaws, isRefusal, unlisted } from '@amends/kernel';
import { EMPTY_SHELF } from '../prices/sku';
import type { CaseCommand } from './commands';
import type { AfterSaleStatus } from '@amends/contracts';
import { rolesOf, type Action, type Mover } from './life';
import { lifeOf, lives } from './life-of';
import { allowedActions } from './permission';
import { line, play, refusal, type Play } from './play-for-tests';
import { decide } from './decide';
import type { Ticket } from './ticket';

const VISIT = { appointment: { from: '2026-03-02T02:00:00.000Z', to: '2026-03-02T04:00:00.000Z' }, moves: 0 };
const dearer = { lineNumber: 1, units: 1, unitPrice: 1500, pays: 500, back: 0, surchargesBack: [], surcharges: [] };
const unpaid = { units: [dearer], paymentId: null, refundId: null, paidBack: false };

const kinds = {
  beforeShipment: { type: 'refund_only', phase: 'unshipped', interceptRequested: false },
  afterShipment: { type: 'refund_only', phase: 'shipped', interceptRequested: false },
  intercepting: { type: 'refund_only', phase: 'shipped', interceptRequested: true },
  returnRefund: { type: 'return_refund', phase: 'received', interceptRequested: false },
  exchange: { type: 'exchange', phase: 'received', interceptRequested: false },
  exchangeAgain: { type: 'exchange', phase: 'received', interceptRequested: false, course: 'again' },
  exchangeAhead: { type: 'exchange', phase: 'received', interceptRequested: false, course: 'ahead' },
  exchangeUnpaid: { type: 'exchange', phase: 'received', interceptRequested: false, priceDifference: unpaid },
  exchangeAgainUnpaid: {
    type: 'exchange',
    phase: 'received',
    interceptRequested: false,
    course: 'again',
    priceDifference: unpaid,
  },
  reissue: { type: 'reissue', phase: 'received', interceptRequested: false },
  repair: { type: 'repair', phase: 'received', interceptRequested: false },
  repairOnSite: { type: 'repair', phase: 'received', interceptRequested: false, onSite: VISIT },
  priceProtection: { type: 'price_protection', phase: 'received', interceptRequested: false },
  compensation: { type: 'compensation', phase: 'received', interceptRequested: false },
} as const;
const names = Object.keys(kinds) as (keyof typeof kinds)[];

describe.each(names)('the table %s', (name) => {
  it('has no status that nothing leads to, and no row that another contradicts', () =>
    expect(flaws(lives[name])).toEqual([]));
  it('is the one its tickets live by', () => expect(lifeOf(kinds[name])).toBe(lives[name]));
  it('lets a person do only what his role may ever do', () => {
    const wrong = lives[name].rows.filter(({ on, by }) => {
      const roles = (rolesOf as Readonly<Record<string, readonly Mover[]>>)[on];
      const people = by.filter((mover) => ['buyer', 'merchant', 'agent', 'supervisor', 'operator'].includes(mover));
      return name !== 'compensation' && roles !== undefined && people.some((mover) => !roles.includes(mover));
    });
    expect(wrong).toEqual([]);
  });
});

const rejections = names.flatMap((name) =>
  (['merchant_rejected', 'inspection_rejected'] as const)
    .filter((status) => lives[name].rows.some(({ from }) => from === status))
    .map((status) => [name, status] as const),
);

it.each(rejections)('a %s that is %s may go to the platform, which may approve or close it', (name, status) => {
  const of = lives[name].rows.filter(({ from }) => from === status);
  expect(of.some(({ on, by }) => on === 'dispute' && by.includes('buyer'))).toBe(true);
  expect(of.some(({ on, by }) => on === 'approve' && by.includes('agent') && by.includes('supervisor'))).toBe(true);
  expect(of.map(({ on }) => on)).toEqual(expect.arrayContaining(['advance_contested', 'verdict_denies', 'mediated']));
});

const game = play([line(1, 2, 1000)]);
game.ship(1, 2);
game.receiveLine(1);
game.apply('aft_1');
const asked = (role: string) => ({ ...game.asked(role), afterSaleId: 'aft_1' });
const commands: Readonly<Partial<Record<Action, (role: string) => CaseCommand>>> = {
  approve: (role) => ({ type: 'Approve', data: { ...asked(role), comment: null } }),
  reject: (role) => ({
    type: 'Reject',
    data: { ...asked(role), reasonCode: 'other', explanation: { sealed: 'x' }, evidenceIds: ['evd_1'], shipment: null },
  }),
  cancel: (role) => ({ type: 'Cancel', data: { ...asked(role), comment: null } }),
  modify: (role) => ({
    type: 'Modify',
    data: { ...asked(role), change: { reason: 'dislike' }, merchant: { versions: [], rules: [] }, shelf: EMPTY_SHELF },
  }),
  pickup: (role) => ({
    type: 'BookPickup',
    data: { ...asked(role), address: { sealed: 'x' }, slot: { from: game.now(), to: game.now() }, carrier: null },
  }),
  waybill: (role) => ({
    type: 'FillWaybill',
    data: { ...asked(role), carrier: 'yt', trackingNumber: 'YT-1', inUse: false },
  }),
  drop_off: (role) => ({
    type: 'DropOff',
    data: { ...asked(role), pointId: 'p', code: '1', carrier: 'yt', trackingNumber: 'YT-1' },
  }),
  dispute: (role) => ({ type: 'OpenDispute', data: { ...asked(role), claim: { sealed: 'x' }, evidenceIds: [] } }),
  receipt: (role) => ({
    type: 'ReceiveReturn',
    data: { ...asked(role), lines: [{ lineNumber: 1, accepted: 1, damaged: 0, missing: 0 }], evidenceIds: [] },
  }),
  replacement_shipment: (role) => ({
    type: 'ShipReplacement',
    data: { ...asked(role), carrier: 'sf', trackingNumber: 'RE-1' },
  }),
  out_of_stock: (role) => ({ type: 'ReportOutOfStock', data: { ...asked(role), explanation: { sealed: 'x' } } }),
  confirm_receipt: (role) => ({ type: 'ConfirmReceipt', data: asked(role) }),
  object: (role) => ({ type: 'Object', data: asked(role) }),
  appointment: (role) => ({ type: 'MoveVisit', data: { ...asked(role), appointment: VISIT.appointment } }),
  diagnosis: (role) => ({
    type: 'Diagnose',
    data: { ...asked(role), inWarranty: true, humanDamage: false, finding: { sealed: 'x' }, quote: null },
  }),
  accept_quote: (role) => ({ type: 'AcceptQuote', data: { ...asked(role), paymentId: 'pay-1' } }),
  decline_quote: (role) => ({ type: 'DeclineQuote', data: asked(role) }),
  repair_finished: (role) => ({ type: 'FinishRepair', data: { ...asked(role), outcome: 'repaired' } }),
  offers: (role) => ({
    type: 'MakeOffer',
    data: { ...asked(role), type: 'compensation', amount: 500, keepGoods: true, text: null },
  }),
  accept_offer: (role) => ({
    type: 'AcceptOffer',
    data: { ...asked(role), number: 1, merchant: { versions: [], rules: [] } },
  }),
  decline_offer: (role) => ({ type: 'DeclineOffer', data: { ...asked(role), number: 1 } }),
  reject_receipt: (role) => ({
    type: 'RejectReceipt',
    data: { ...asked(role), reasonCode: 'goods_used', explanation: { sealed: 'x' }, evidenceIds: ['evd_1'] },
  }),
};
const statuses: readonly AfterSaleStatus[] = [
  ...new Set(names.flatMap((name) => lives[name].rows.flatMap(({ from, to }) => [from, to]))),
];
const roles = ['buyer', 'merchant', 'agent', 'supervisor', 'operator', 'integrator', 'storefront'];

/** The case with its one ticket in this status of this table. */
const standing = (name: keyof typeof kinds, status: AfterSaleStatus): ReturnType<Play['state']> => {
  const state = game.state();
  return {
    ...state,
    tickets: state.tickets.map((ticket): Ticket => ({ ...ticket, ...kinds[name], status, deadline: null })),
  };
};

describe('every status, command and role', () => {
  const all = names.flatMap((name) =>
    statuses.flatMap((status) =>
      Object.entries(commands).flatMap(([action, command]) =>
        roles.map((role) => ({ name, status, action, role, command })),
      ),
    ),
  );
  const listed = ({ name, status, action, role }: (typeof all)[number]) =>
    lives[name].rows.some((row) => row.from === status && row.on === action && row.by.some((mover) => mover === role));

  it('is refused where no row lists it, with the state and what may be done instead', () => {
    const wrong = all
      .filter((each) => !listed(each))
      .filter(({ name, status, role, command }) => {
        const said = refusal(decide(command(role), standing(name, status)));
        return !(
          said.refused === 'forbidden' ||
          (said.refused === 'invalid_transition' &&
            said.detail?.currentStatus === status &&
            Array.isArray(said.detail.allowedActions))
        );
      });
    expect(wrong.map(({ name, status, action, role }) => `${name} ${status} ${action} ${role}`)).toEqual([]);
  });

  it('is never refused as impossible where a row and the parcel allow it', () => {
    const wrong = all.filter((each) => {
      const state = standing(each.name, each.status);
      const [ticket] = state.tickets;
      const allowed =
        ticket !== undefined && allowedActions(ticket, each.role, game.now()).some((action) => action === each.action);
      const decision = decide(each.command(each.role), state);
      return (
        allowed &&
        isRefusal(decision) &&
        ['forbidden', 'invalid_transition'].includes(decision.refused) &&
        each.name !== 'compensation'
      );
    });
    expect(wrong.map(({ name, status, action, role }) => `${name} ${status} ${action} ${role}`)).toEqual([]);
  });

  it('gives more time to nobody but who may, and to nothing that no time runs for (K19)', () => {
    const wrong = names.flatMap((name) =>
      statuses.flatMap((status) =>
        roles.filter((role) => {
          const data = { ...asked(role), kind: 'merchant_review', until: game.now(), reason: 'snow' } as const;
          const said = refusal(decide({ type: 'ExtendDeadline', data }, standing(name, status))).refused;
          const may = rolesOf.deadline_extensions.some((each) => each === role);
          return said !== (may ? 'deadline_not_armed' : 'forbidden');
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('covers pairs that are not listed', () =>
    expect(names.flatMap((name) => unlisted(lives[name])).length).toBeGreaterThan(100));
});

describe('silence', () => {
  const afterSilence = (name: keyof typeof lives) =>
    lives[name].rows.filter(({ on }) => on === 'merchant_review_expires').map(({ to }) => to);
  it.each(names)('of the merchant about a %s is never a no (K10)', (name) =>
    expect(afterSilence(name)).not.toContain('merchant_rejected'),
  );
  it('is a yes wherever a merchant reviews, and nobody reviews a fallen price (K9, V5)', () => {
    const silent = names.filter((name) => afterSilence(name).length > 0);
    // Nobody names a time for a visit by silence.
    const decided: readonly string[] = ['priceProtection', 'compensation', 'repairOnSite'];
    expect(silent).toEqual(names.filter((name) => !decided.includes(name)));
    expect(lives.priceProtection.rows.filter(({ by }) => by.includes('merchant'))).toEqual([]);
  });
});
