import { describe, expect, it } from '@jest/globals';
import { DAYS, O1, play, refusal, types } from './play-for-tests';

/** Three pairs of socks and a cup of O1 on their way back. */
const onItsWay = () => {
  const game = play(O1);
  for (const [lineNumber, quantity] of [
    [2, 1],
    [3, 3],
  ] as const)
    game.ship(lineNumber, quantity);
  for (const lineNumber of [2, 3]) game.receiveLine(lineNumber);
  game.apply('aft_1', {
    lines: [
      { lineNumber: 3, quantity: 3 },
      { lineNumber: 2, quantity: 1 },
    ],
  });
  game.approve('aft_1');
  game.waybill('aft_1');
  return game;
};
const requested = (game: ReturnType<typeof onItsWay>) => game.told().filter(({ type }) => type === 'refund.request');

describe('an inspection', () => {
  it('that accepts everything pays everything (R8)', () => {
    const game = onItsWay();
    expect(
      types(
        game.receipt(
          'aft_1',
          [
            [2, 1, 0, 0],
            [3, 3, 0, 0],
          ],
          [],
        ),
      ),
    ).toEqual(['return.received', 'case.money_fixed', 'case.deadline_ended', 'refund.request']);
    expect(game.view('aft_1')).toMatchObject({
      status: 'refunding',
      deadline: null,
      refund: { approved: { cash: 10060, points: 317 } },
    });
  });

  it.each([
    [
      'too few',
      [
        [2, 1, 0, 0],
        [3, 2, 0, 0],
      ],
    ],
    ['a line left out', [[3, 3, 0, 0]]],
    [
      'a line of another ticket',
      [
        [2, 1, 0, 0],
        [1, 3, 0, 0],
      ],
    ],
    [
      'a line twice',
      [
        [3, 3, 0, 0],
        [3, 3, 0, 0],
      ],
    ],
  ] as const)('must add up: %s', (_what, parts) =>
    expect(refusal(onItsWay().receipt('aft_1', parts)).refused).toBe('inspection_mismatch'),
  );

  it('shows what it does not accept (rulings 4.4)', () =>
    expect(
      refusal(
        onItsWay().receipt(
          'aft_1',
          [
            [2, 1, 0, 0],
            [3, 2, 1, 0],
          ],
          [],
        ),
      ).refused,
    ).toBe('evidence_required'));

  it('that accepts a part pays that part; the rest goes on as a ticket of its own (R9)', () => {
    const game = onItsWay();
    expect(
      types(
        game.receipt('aft_1', [
          [2, 1, 0, 0],
          [3, 1, 1, 1],
        ]),
      ),
    ).toEqual([
      'return.partially_received',
      'after_sale.submitted',
      'case.application_kept',
      'case.deadline_started',
      'case.money_fixed',
      'case.deadline_ended',
      'refund.request',
    ]);
    const parent = game.view('aft_1');
    const [childId = ''] = parent.childIds;
    expect(parent).toMatchObject({
      status: 'refunding',
      lines: [
        { lineNumber: 3, quantity: 3, accepted: 1, damaged: 1, missing: 1 },
        { lineNumber: 2, quantity: 1, accepted: 1 },
      ],
      refund: { requested: { cash: 10060, points: 317 }, approved: { cash: 1674 + 5038, points: 52 + 159 } },
    });
    expect(game.view(childId)).toMatchObject({
      ...{ status: 'inspection_rejected', parentId: 'aft_1', version: 1, deadline: { kind: 'escalation' } },
      lines: [{ lineNumber: 3, quantity: 2, accepted: 0, damaged: 1, missing: 1 }],
      refund: { requested: { cash: 3348, points: 106 }, approved: null },
    });

    game.refund('aft_1', 'refund.succeeded');
    game.approve(childId); // the merchant thinks better of it (K15)
    game.refund(childId, 'refund.succeeded');
    const amounts = requested(game).map((event) => ('money' in event.data ? event.data.money.lines : []));
    expect(amounts.flat().reduce((sum, { cash, points }) => sum + cash + points, 0)).toBe(10060 + 317);
    expect(game.view(childId).status).toBe('completed');
  });

  it('of a child that nobody escalates gives its units free again (K13)', () => {
    const game = onItsWay();
    game.receipt('aft_1', [
      [2, 1, 0, 0],
      [3, 1, 2, 0],
    ]);
    game.refund('aft_1', 'refund.succeeded');
    const [childId = ''] = game.view('aft_1').childIds;
    expect(refusal(game.apply('aft_2', { lines: [{ lineNumber: 3, quantity: 1 }] })).refused).toBe(
      'units_in_open_ticket',
    );
    game.pass(7 * DAYS);
    game.fire(childId);
    expect(game.view(childId)).toMatchObject({ status: 'closed', closeReason: 'no_escalation' });
    game.apply('aft_2', { reason: 'workmanship', evidenceIds: ['evd_1'], lines: [{ lineNumber: 3, quantity: 2 }] });
    expect(game.view('aft_2').refund.requested).toEqual({ cash: 3348, points: 106, shippingFee: 0 });
  });

  it('that accepts nothing is a rejection, without a child (R10)', () => {
    const game = onItsWay();
    expect(
      types(
        game.receipt('aft_1', [
          [2, 0, 0, 1],
          [3, 0, 2, 1],
        ]),
      ),
    ).toEqual(['return.rejected', 'case.deadline_started']);
    expect(game.view('aft_1')).toMatchObject({
      status: 'inspection_rejected',
      childIds: [],
      deadline: { kind: 'escalation' },
    });
    expect(game.view('aft_1').allowedActions).toEqual(['dispute']);
    expect(game.view('aft_1', 'merchant').allowedActions).toEqual(['approve', 'dispute']);
  });

  it.each([
    [{ reasonCode: 'goods_used', evidenceIds: [] }, 'evidence_required'],
    [{ explanation: null }, 'explanation_required'],
    [{ reasonCode: 'buyer_fault' }, 'malformed'],
  ])('refused with %j is itself refused: %s', (over, code) => {
    const game = onItsWay();
    const said = { reasonCode: 'goods_used', explanation: { sealed: 'x' }, evidenceIds: ['evd_1'], ...over };
    const reject = (data: typeof said) =>
      game.run({ type: 'RejectReceipt', data: { ...game.asked('merchant'), afterSaleId: 'aft_1', ...data } });
    expect(refusal(reject(said)).refused).toBe(code);
    expect(
      types(reject({ ...said, explanation: { sealed: 'x' }, reasonCode: 'empty_parcel', evidenceIds: ['evd_1'] }))[0],
    ).toBe('return.rejected');
  });
});
