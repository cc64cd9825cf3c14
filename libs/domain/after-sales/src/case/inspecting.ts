import type { Inspection, LineAmount } from '@amends/contracts';
import { isRefusal, refuse, shareOfRemaining, type Decision } from '@amends/kernel';
import { earliest, receiptsWithout, unitsOf } from '../policy/receipts';
import type { Withheld } from '../policy/withholding';
import type { CaseEvent, OpenedCase } from './case';
import type { CaseRefusal, DataOf } from './commands';
import { rowOf } from './life-of';
import { receiptsOf } from './holding';
import { splitOf } from './money';
import { permitted } from './permission';
import { unexplained } from './reviewing';
import { fixMoney, goOn, receiveAll } from './settling';
import { splitPriced } from './price-difference';
import { openPart } from './splitting';
import { factsOf, story, type Story } from './story';
import type { Ticket } from './ticket';
import { startDeadline } from './waiting';

type Outcome = Decision<CaseEvent, CaseRefusal>;

/**
 * The merchant has looked at every unit (R8, R9, R10, S5). Sums that do not match: `inspection_mismatch`; damaged or missing
 * units that are not shown: `evidence_required`.
 */
export const receiveReturn = (data: DataOf<'ReceiveReturn'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'receipt' });
  if (isRefusal(ticket)) return ticket;
  const inspection = matched(ticket, data.lines);
  if (inspection === undefined)
    return refuse('inspection_mismatch', 'Accepted, damaged and missing units must add up to those of the ticket.');

  const refusedUnits = inspection.reduce((sum, { damaged, missing }) => sum + damaged + missing, 0);
  const acceptedUnits = inspection.reduce((sum, { accepted }) => sum + accepted, 0);
  const telling = story(state, data);
  if (refusedUnits === 0) {
    receiveAll(telling, ticket, 'receipt', 'merchant');
    return telling.events();
  }
  if (rowOf(ticket, 'receipt', 'merchant', 'return.rejected') === undefined)
    return refuse('inspection_mismatch', 'A parcel that was stopped on its way comes back as it was sent.');
  if (data.evidenceIds.length === 0) return refuse('evidence_required', 'Damaged or missing units have to be shown.');
  if (acceptedUnits === 0)
    refuseGoods(telling, ticket, { ...data, inspection, explanation: null, reasonCode: codeFor(inspection) });
  else receivePart(telling, ticket, inspection, data);
  return telling.events();
};

/** The merchant does not take the goods, with words and pictures (R10). */
export const rejectReceipt = (data: DataOf<'RejectReceipt'>, state: OpenedCase): Outcome => {
  const ticket = permitted(state, { ...data, action: 'reject_receipt' });
  if (isRefusal(ticket)) return ticket;
  const poor = unexplained('reject_receipt', data);
  if (poor !== undefined) return poor;

  const gone = data.reasonCode === 'empty_parcel' || data.reasonCode === 'not_received';
  const inspection = ticket.lines.map(({ lineNumber, quantity }) => ({
    lineNumber,
    accepted: 0,
    damaged: gone ? 0 : quantity,
    missing: gone ? quantity : 0,
  }));
  const telling = story(state, data);
  refuseGoods(telling, ticket, { ...data, inspection });
  return telling.events();
};

/** What was said of each line of the ticket, once, with sums that match; undefined otherwise. */
const matched = ({ lines }: Ticket, said: readonly Inspection[]): readonly Inspection[] | undefined => {
  const inspection = lines.flatMap(({ lineNumber, quantity }) => {
    const of = said.filter((each) => each.lineNumber === lineNumber);
    const sum = of.reduce((units, each) => units + each.accepted + each.damaged + each.missing, 0);
    return of.length === 1 && sum === quantity ? of : [];
  });
  return inspection.length === lines.length && said.length === lines.length ? inspection : undefined;
};

const refuseGoods = (
  telling: Story,
  ticket: Ticket,
  said: Omit<DataOf<'RejectReceipt'>, keyof DataOf<'Cancel'>> & Readonly<{ inspection: readonly Inspection[] }>,
): void => {
  const row = rowOf(ticket, 'receipt', 'merchant', 'return.rejected');
  if (row === undefined) return;
  const { reasonCode, explanation, evidenceIds, inspection } = said;
  telling.tell({
    type: 'return.rejected',
    data: { ...factsOf(telling, ticket, { status: row.to }), reasonCode, explanation, evidenceIds, inspection },
  });
  startDeadline(telling, ticket);
};

/** Accepted units are paid; the others go on as a ticket of their own, with their part of the money (R9). */
const receivePart = (
  telling: Story,
  ticket: Ticket,
  inspection: readonly Inspection[],
  { evidenceIds, fresh: { childId } }: DataOf<'ReceiveReturn'>,
): void => {
  const row = rowOf(ticket, 'receipt', 'merchant', 'return.partially_received');
  const contested = rowOf(ticket, 'receipt', 'merchant', 'return.rejected');
  if (row === undefined || contested === undefined) return;
  const parts = ticket.money.lines.map((amount) => splitOf(amount, acceptedOf(amount, inspection)));
  const withheldParts = ticket.withheld.map((part) => splitWithheld(part, ticket, inspection));
  const priced = splitPriced(ticket.priceDifference?.units ?? [], (lineNumber) =>
    acceptedOf({ lineNumber }, inspection),
  );
  const kept = parts.map((part) => part.accepted).filter(({ units }) => units > 0);
  const refused = parts.map((part) => part.contested).filter(({ units }) => units > 0);

  telling.tell({
    type: 'return.partially_received',
    data: { ...factsOf(telling, ticket, { status: row.to }), inspection, childId, evidenceIds },
  });
  const child = openPart(telling, ticket, {
    childId,
    amounts: refused,
    facts: { status: contested.to },
    kept: {
      inspection: inspection
        .map((line) => ({ ...line, accepted: 0 }))
        .filter(({ damaged, missing }) => damaged + missing > 0),
      receipts: refused.flatMap((amount) => receiptsOfRefused(ticket, amount)),
      ...(ticket.withheld.length > 0 && { withheld: withheldParts.map((part) => part.contested) }),
      ...(ticket.course === 'ahead' && { course: ticket.course }),
      ...(ticket.serialNumber !== null && { serialNumber: ticket.serialNumber }),
      ...(ticket.priceDifference && { priceDifference: { ...ticket.priceDifference, units: priced.contested } }),
    },
  });
  if (ticket.priceDifference !== null)
    telling.tell({
      type: 'case.difference_kept',
      data: { afterSaleId: ticket.id, at: telling.asked.at, units: priced.accepted },
    });
  if (ticket.withheld.length > 0)
    telling.tell({
      type: 'case.withheld',
      data: { afterSaleId: ticket.id, at: telling.asked.at, withheld: withheldParts.map((part) => part.accepted) },
    });
  startDeadline(telling, child);
  if (row.to === 'refunding') {
    fixMoney(telling, ticket, kept);
    return;
  }
  const money = { lines: kept, shippingFee: 0 };
  telling.tell({ type: 'case.money_set_aside', data: { afterSaleId: ticket.id, at: telling.asked.at, money } });
  goOn(telling, ticket, row);
};

/** Accepted units are taken to be those that came first. */
const receiptsOfRefused = (ticket: Ticket, { lineNumber, units }: LineAmount): Ticket['receipts'] => {
  const all = receiptsOf(ticket, lineNumber);
  const accepted = unitsOf(all) - units;
  return receiptsWithout(all, earliest(all, accepted)).map((receipt) => ({ lineNumber, ...receipt }));
};

/** What is kept of a line goes with its units. */
const splitWithheld = (
  part: Withheld,
  { money }: Ticket,
  inspection: readonly Inspection[],
): Readonly<{ accepted: Withheld; contested: Withheld }> => {
  const line = money.lines.find(({ lineNumber }) => lineNumber === part.lineNumber);
  const units = line === undefined ? 0 : acceptedOf(line, inspection);
  const accepted = units === 0 ? 0 : shareOfRemaining(part.amount, units, line?.units ?? units);
  return { accepted: { ...part, amount: accepted }, contested: { ...part, amount: part.amount - accepted } };
};

const acceptedOf = ({ lineNumber }: Pick<LineAmount, 'lineNumber'>, inspection: readonly Inspection[]): number =>
  inspection.find((line) => line.lineNumber === lineNumber)?.accepted ?? 0;

const codeFor = (inspection: readonly Inspection[]): string =>
  inspection.every(({ damaged }) => damaged === 0) ? 'empty_parcel' : 'goods_mismatch';
