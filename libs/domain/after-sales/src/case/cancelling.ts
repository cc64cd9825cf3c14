import type { AfterSaleType, LineQuantity } from '@amends/contracts';
import { isRefusal, type Decision, type Refusal } from '@amends/kernel';
import { buyerTypes, type Application, type JudgeContext, type Judgement } from '../policy/application';
import { deny, grounded, type DenialCode, type Ground } from '../policy/denial';
import { judge } from '../policy/judge';
import { policyInForce } from '../policy/policy-in-force';
import { typesAllowedIn } from '../policy/rules';
import type { LineStanding, OrderStanding } from '../policy/standing';
import { standingOf } from '../policy/standing-of-case';
import { EMPTY_SHELF } from '../prices/sku';
import { openTicket } from './applying';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { story } from './story';

/**
 * Cancels what has not been received (states.md 15, E8; rulings.md 8.2): one ticket for all units that are still with the
 * merchant, one for those on their way, whose parcel shall be stopped. Neither without the other: a refusal opens none.
 */
export const cancelOrder = (data: DataOf<'CancelOrder'>, state: OpenedCase): Decision<CaseEvent, CaseRefusal> => {
  const standing = standingOf(state.order, state.tickets);
  const { lines } = standing;
  const cancellable = lines.filter(({ kind, closed }) => kind !== 'virtual' && !closed);
  const sent = cancellable.filter(({ sentPhase }) => sentPhase === 'shipped');
  const halves = [
    { goodsReceived: null, lines: unitsOf(cancellable, 'unshipped') },
    { goodsReceived: true, lines: unitsOf(sent, 'sent') },
  ].filter((half) => half.lines.length > 0);
  if (halves.length === 0) {
    const ground = (refusal: Refusal<DenialCode>) => grounded(refusal, groundOf(refusal.refused, standing, data));
    const underWay = [...cancellable.map(({ unshipped }) => unshipped), ...sent.map((line) => line.sent)];
    return underWay.some(({ left }) => left > 0)
      ? ground(deny('units_in_open_ticket'))
      : ground(deny('type_not_allowed_in_order_state', { allowedTypes: allowedInstead(standing, data) }));
  }

  const telling = story(state, data);
  for (const [index, half] of halves.entries()) {
    const application: Application = { ...WHOLE, ...half, reason: data.reason, initiator: 'buyer' };
    const judgement = judge(application, telling.now(), { ...data, shelf: EMPTY_SHELF });
    if (isRefusal(judgement)) return judgement;
    openTicket(telling, {
      ...{ at: data.at, merchant: data.merchant, description: null, pickup: null, entryPoint: 'order_detail' },
      afterSaleId: data.afterSaleIds[index] ?? '',
      application,
      judgement: whereTheGoodsAre(judgement),
      interceptRequested: judgement.phase === 'shipped',
    });
  }
  return telling.events();
};

const WHOLE = {
  type: 'refund_only',
  requestedAmount: null,
  component: 'cash',
  targetSku: null,
  evidenceIds: [],
} as const;

/** To whom the units of a parcel on its way are asked for as received, only so that those on the shelf are left out. */
const whereTheGoodsAre = (judgement: Judgement): Judgement => ({ ...judgement, goodsReceived: false });

type Where = 'unshipped' | 'sent';

const unitsOf = (lines: readonly LineStanding[], where: Where): readonly LineQuantity[] =>
  lines
    .filter((line) => line[where].free > 0)
    .map((line) => ({ lineNumber: line.lineNumber, quantity: line[where].free }));

const groundOf = (code: DenialCode, standing: OrderStanding, { merchant, at }: DataOf<'CancelOrder'>): Ground => ({
  policyVersion: policyInForce(standing.lines[0]?.category ?? 'default', merchant, { ...standing, at }).version,
  rule: code === 'units_in_open_ticket' ? '/units/eachOnce' : '/types/refund_only/phases',
});

/** What may be applied for with every line that is there now. */
const allowedInstead = (
  order: OrderStanding,
  { merchant, at }: Pick<JudgeContext, 'at' | 'merchant'>,
): readonly AfterSaleType[] =>
  buyerTypes.filter((type) =>
    order.lines.every((line) => {
      const policy = policyInForce(line.category, merchant, { ...order, at });
      return typesAllowedIn(line, order, policy, at).includes(type);
    }),
  );
