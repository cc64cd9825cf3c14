import type { GoodwillGiver } from '@amends/contracts';
import {
  budgetMonth,
  caseDecider,
  goodwillBudgetAggregate,
  goodwillProposalDecider,
  hurdlesOfGrant,
  proposalView,
  type CaseCommand,
  type CaseState,
  type Gift,
  type OrderReplica,
} from '@amends/domain/after-sales';
import { isRefusal, refuse, uuidOf, type Instant, type Refusal } from '@amends/kernel';
import { handle, type Unit } from '@amends/platform/event-store';
import {
  Commands,
  mayKnow,
  notFound,
  type Caller,
  type CommandContext,
  type ProblemCode,
  type Reply,
} from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { CaseFinder } from './case-finder';
import { inLanguage } from './languages';
import { askedBy, budgetStreamOf, caseAggregate } from './streams';
import { sealed, unopened } from './texts';
import { ticketReply } from './tickets';

/** A coupon as it was sent: `value` in minor units of the order's currency. */
export type SentCoupon = Readonly<{ value: number; expiresAt: Instant | null; note: string }>;

/** What somebody is about to give: the command that would give it. */
type Giving = Readonly<{ order: OrderReplica; giver: GoodwillGiver; amount: number; gift: Gift; command: CaseCommand }>;

/** Goodwill: given at once within the giver's budget, proposed to another person above it. */
@Injectable()
export class Goodwill {
  constructor(
    private readonly commands: Commands,
    private readonly finder: CaseFinder,
    private readonly keyring: Keyring,
  ) {}

  /** Gives a coupon beside a ticket and answers with that, or with 202 and the proposal that now waits for another person. */
  async grantCoupon(
    context: CommandContext,
    afterSaleId: string,
    { value, expiresAt, note }: SentCoupon,
  ): Promise<void> {
    const streamId = (await this.finder.streamOf(afterSaleId)) ?? notFound();
    const work = async (unit: Unit): Promise<Reply | Refusal<ProblemCode>> => {
      const { state } = await unit.load(caseAggregate, streamId);
      const { order } = state;
      if (order === null || !mayKnow(context.caller, order)) return refuse('not_found', 'There is no such ticket.');
      const { caller, ifMatch } = context;
      const giver = giverOf(caller);
      const said = await sealed(this.keyring, order.buyerId, note);
      const asked = {
        ...askedBy(unit, { role: caller.role, id: caller.id }),
        ...(ifMatch !== undefined && { ifMatch }),
      };
      const coupon = { afterSaleId, couponId: unit.newId('cpn'), value, giver, expiresAt, note: said };
      const command = { type: 'GrantCoupon', data: { ...asked, ...coupon } } as const;
      const gift = { kind: 'coupon', afterSaleId, expiresAt, note: said } as const;
      const waiting = await this.proposed(unit, context, state, { order, giver, amount: value, gift, command });
      if (waiting !== undefined) return waiting;
      const handled = await changeCase(unit, streamId, command);
      if (isRefusal(handled)) return inLanguage(handled, context.language);
      return ticketReply(201, handled.state, afterSaleId, context, unit);
    };
    return this.commands.run(context, work, { keyRequired: true });
  }

  /**
   * What is answered where the giver may not give so much alone: the proposal, 202, or why it could not be given by anybody.
   * Undefined: it may be given. The budget is asked in the change that gives, so that of two at once one sees the other.
   */
  async proposed(
    unit: Unit,
    { caller, language }: CommandContext,
    state: CaseState,
    { order, giver, amount, gift, command }: Giving,
  ): Promise<Reply | Refusal<ProblemCode> | undefined> {
    const { orderId, merchantId, buyerId, currency } = order;
    const { state: budget } = await unit.load(goodwillBudgetAggregate, budgetStreamOf(giver, currency));
    const because = hurdlesOfGrant(budget, budgetMonth(unit.now), amount);
    if (because.length === 0) return undefined;
    const given = caseDecider.decide(command, state);
    if (isRefusal(given)) return inLanguage(given, language);

    const id = unit.newId('gwp');
    const proposedBy = { role: caller.role, id: caller.id };
    const about = { id, orderId, merchantId, buyerId, currency, giver, gift, amount, because, proposedBy };
    const propose = { type: 'Propose', data: { ...about, at: unit.now } } as const;
    const handled = await handle(unit, goodwillProposalDecider, uuidOf(id, 'gwp') ?? notFound(), propose);
    if (isRefusal(handled)) return handled;
    const view = proposalView(handled.state ?? notFound(), proposedBy, unit.now);
    return { status: 202, body: unopened(view), etag: view.version };
  }
}

/** Out of whose budget a caller gives: the merchant's, or that of the person of the platform. */
export const giverOf = ({ role, id, merchantId }: Caller): GoodwillGiver =>
  role === 'merchant' ? { kind: 'merchant', id: merchantId ?? id } : { kind: 'agent', id };
