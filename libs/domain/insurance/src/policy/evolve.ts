import type { ClaimChanged, PolicyChanged } from '@amends/contracts';
import type { Instant } from '@amends/kernel';
import type { Claim } from '../claim/claim';
import type { LineHeard, OrderHeard, PolicyEvent } from './events';
import { claimAt, type Ask, type InsuredOrder, type LineOfOrder } from './policy';
import { COVER, PREMIUM } from './terms';

/** Folds one event into what is known of the insurance of an order. */
export const evolve = (state: InsuredOrder, event: PolicyEvent): InsuredOrder => {
  const { orderId, merchantId, buyerId, occurredAt } = event.data;
  const order = state.order ?? { orderId, merchantId, buyerId, createdAt: occurredAt };
  return changed({ ...state, order }, event);
};

const changed = (state: InsuredOrder, event: PolicyEvent): InsuredOrder => {
  switch (event.type) {
    case 'policy.order_heard':
      return purchased(state, event.data);
    case 'policy.line_heard':
      return lineMoved(state, event.data);
    case 'policy.ticket_heard': {
      const { ticket } = event.data;
      const others = state.tickets.filter(({ afterSaleId }) => afterSaleId !== ticket.afterSaleId);
      return { ...state, tickets: [...others, ticket], ticketMoves: state.ticketMoves + 1 };
    }
    case 'policy.parcel_heard': {
      const { parcel } = event.data;
      const others = state.parcels.filter(({ afterSaleId }) => afterSaleId !== parcel.afterSaleId);
      return { ...state, parcels: [...others, parcel] };
    }
    case 'policy.insurer_asked': {
      const { question } = event.data;
      const { questions } = without(state, question.ask, question.about);
      return { ...state, questions: [...questions, question] };
    }
    case 'policy.purchased':
    case 'policy.failed':
    case 'policy.cancelled':
    case 'policy.expired':
      return policyMoved(without(state, 'purchase', event.data.policyId), event.data);
    case 'policy.rebound':
      return policyMoved(state, event.data);
    case 'claim.submitted':
      return onClaims(state, submitted(event, claimAt(state, event.data.claimId)));
    case 'claim.approved':
    case 'claim.rejected':
      return claimMoved(without(state, 'judge', event.data.claimId), event);
    case 'claim.paid':
      return claimMoved(without(state, 'pay_out', event.data.claimId), event);
    case 'claim.settled':
      return claimMoved(state, event);
    case 'policy.claim_overdue': {
      const claim = claimAt(state, event.data.claimId);
      return claim === undefined ? state : onClaims(state, { ...claim, overdue: true });
    }
  }
};

const purchased = (state: InsuredOrder, data: OrderHeard['data']): InsuredOrder => ({
  ...state,
  purchased: true,
  currency: data.currency,
  lines: data.lineNumbers.map((lineNumber) => lineOf(state, lineNumber)),
  policy:
    data.policyId === null
      ? null
      : {
          policyId: data.policyId,
          status: 'pending',
          premium: PREMIUM,
          cover: COVER,
          endedAt: null,
          updatedAt: data.occurredAt,
        },
});

const lineOf = ({ lines }: InsuredOrder, wanted: number): LineOfOrder =>
  lines.find(({ lineNumber }) => lineNumber === wanted) ?? { lineNumber: wanted, closedAt: null, settled: false };

const lineMoved = (state: InsuredOrder, { lineNumber, fact, happenedAt }: LineHeard['data']): InsuredOrder => {
  const known = lineOf(state, lineNumber);
  const withLine = (line: LineOfOrder): InsuredOrder => ({
    ...state,
    lines: [...state.lines.filter((each) => each.lineNumber !== lineNumber), line],
  });
  switch (fact) {
    case 'shipped':
      return { ...state, shipped: true };
    case 'closed':
      return withLine({ ...known, closedAt: happenedAt });
    case 'settled':
      return withLine({ ...known, settled: true });
  }
};

const ENDED: readonly PolicyChanged['data']['status'][] = ['failed', 'cancelled', 'expired'];

const policyMoved = (state: InsuredOrder, { status, occurredAt }: PolicyChanged['data']): InsuredOrder =>
  state.policy === null
    ? state
    : {
        ...state,
        policy: {
          ...state.policy,
          status,
          endedAt: ENDED.includes(status) ? occurredAt : null,
          updatedAt: occurredAt,
        },
      };

const submitted = ({ data }: ClaimChanged, before: Claim | undefined): Claim => ({
  claimId: data.claimId,
  afterSaleId: data.afterSaleId,
  status: data.status,
  method: data.method,
  freight: data.freight,
  insurerPays: data.insurerPays,
  buyerPays: data.buyerPays,
  merchantPays: data.merchantPays,
  rejectionCode: null,
  submittedAt: data.occurredAt,
  rejectedAt: null,
  round: before === undefined ? 0 : before.round + 1,
  overdue: false,
  version: (before?.version ?? 0) + 1,
  createdAt: before?.createdAt ?? data.occurredAt,
  updatedAt: data.occurredAt,
});

const claimMoved = (state: InsuredOrder, { type, data }: ClaimChanged): InsuredOrder => {
  const claim = claimAt(state, data.claimId);
  if (claim === undefined) return state;
  const { status, rejectionCode, occurredAt } = data;
  const rejectedAt: Instant | null = type === 'claim.rejected' ? occurredAt : null;
  const version = claim.version + 1;
  return onClaims(state, { ...claim, status, rejectionCode, rejectedAt, version, updatedAt: occurredAt });
};

const onClaims = (state: InsuredOrder, claim: Claim): InsuredOrder => ({
  ...state,
  claims: [...state.claims.filter(({ claimId }) => claimId !== claim.claimId), claim],
});

const without = (state: InsuredOrder, ask: Ask, about: string): InsuredOrder => ({
  ...state,
  questions: state.questions.filter((question) => question.ask !== ask || question.about !== about),
});
