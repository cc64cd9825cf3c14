import type { OrderReplica } from '../case/case';
import { isEnded } from '../case/holding';
import { liveOffer } from '../case/offers';
import { allowedActions } from '../case/permission';
import type { Action } from '../case/life';
import type { Ticket } from '../case/ticket';
import { minorText } from './texts';
import { WEIGHTS, type Asker, type Need, type SuggestingCase } from './suggestion';

/** What open tickets of an order ask of the buyer, and how they go on. */
export const needsOfTickets = (
  { known: { order, tickets }, context, pickup }: SuggestingCase,
  { role }: Asker,
): readonly Need[] =>
  tickets
    .filter((ticket) => !isEnded(ticket))
    .flatMap((ticket) => {
      const allowed = allowedActions(ticket, role, context.at);
      const steps = stepsOf(order, ticket, pickup).filter(({ action }) => role === 'buyer' && allowed.includes(action));
      return [...steps.map(({ action: _decided, ...need }) => need), progressOf(ticket)];
    });

/** What a buyer may be asked to do, as long as the ticket's table allows it just now. */
const stepsOf = (
  { currency }: OrderReplica,
  ticket: Ticket,
  pickup: SuggestingCase['pickup'],
): readonly (Need & Readonly<{ action: Action }>)[] => {
  const to = (action: string, body: object) =>
    ({ method: 'POST', path: `/v1/after-sales/${ticket.id}/${action}`, body }) as const;
  const offer = liveOffer(ticket);
  const amount = minorText(offer?.amount ?? 0, currency);
  return [
    {
      action: 'accept_offer',
      weight: WEIGHTS.offerWaits,
      label: { en: `Accept ${amount}`, zh: `接受 ${amount}` },
      because: { en: 'The shop has made an offer and waits for an answer.', zh: '商家已提出方案，等待您的答复。' },
      request: to(`offers/${offer?.number ?? 1}/accept`, {}),
    },
    {
      action: 'dispute',
      weight: WEIGHTS.rejected,
      label: { en: 'Ask the platform to decide', zh: '申请平台介入' },
      because: { en: 'The shop has said no.', zh: '商家拒绝了您的申请。' },
      request: to('dispute', {
        claim: { en: 'I do not agree with the rejection.', zh: '我不同意商家的拒绝。' },
        evidenceIds: [],
      }),
    },
    ...(pickup === null
      ? []
      : [
          {
            action: 'pickup' as const,
            weight: WEIGHTS.goodsToSend,
            label: { en: 'Have it collected', zh: '预约上门取件' },
            because: { en: 'The shop waits for the goods.', zh: '商家正在等待您寄回商品。' },
            request: to('pickup', pickup),
          },
        ]),
    {
      action: 'confirm_receipt',
      weight: WEIGHTS.replacementCame,
      label: { en: 'It has arrived', zh: '确认收货' },
      because: { en: 'The shop has sent a parcel to you.', zh: '商家已向您寄出包裹。' },
      request: to('confirm-receipt', {}),
    },
  ];
};

const progressOf = ({ id, deadline }: Ticket): Need => ({
  weight: WEIGHTS.ticketUnderWay,
  label: { en: 'How far is my request?', zh: '我的申请进度如何？' },
  because:
    deadline?.dueAt == null
      ? { en: 'You have an open request.', zh: '您有一个处理中的申请。' }
      : {
          en: `You have an open request; its next step is due by ${deadline.dueAt}.`,
          zh: `您有一个处理中的申请，下一步最晚于 ${deadline.dueAt} 完成。`,
        },
  request: { method: 'GET', path: `/v1/after-sales/${id}` },
});
