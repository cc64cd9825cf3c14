import type { GoodwillGiver } from '@amends/contracts';
import {
  CommandRequest,
  CurrentCaller,
  pathId,
  pathName,
  ReadRequest,
  Reads,
  Roles,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ReadContext,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { Goodwill } from '../application/goodwill';
import { GoodwillBudgets } from '../application/goodwill-budgets';
import { GoodwillProposals } from '../application/goodwill-proposals';
import { saysSomething } from '../application/texts';
import { NothingDto } from './action.dto';
import { flaw } from './application.dto';
import {
  GoodwillBudgetDto,
  GoodwillBudgetQuery,
  GoodwillCouponDto,
  GoodwillDeclineDto,
  GoodwillProposalQuery,
} from './goodwill.dto';

const USUAL_CURRENCY = 'CNY';
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** What is given out of goodwill: budgets, coupons, and what waits for another person (money.md 4c, 7). */
@Controller('v1')
export class GoodwillController {
  constructor(
    private readonly goodwill: Goodwill,
    private readonly budgets: GoodwillBudgets,
    private readonly proposals: GoodwillProposals,
    private readonly reads: Reads,
  ) {}

  @Get('merchants/:merchantId/goodwill-budget')
  @Roles('merchant', 'operator', 'supervisor')
  merchantBudget(
    @Param('merchantId', pathName) id: string,
    @Query() query: GoodwillBudgetQuery,
    @ReadRequest() context: ReadContext,
  ): Promise<void> {
    return this.budget({ kind: 'merchant', id }, query, context);
  }

  /** Goodwill of the merchant above these limits needs a second person of his; by default there are none. */
  @Put('merchants/:merchantId/goodwill-budget')
  @Roles('merchant', 'operator', 'supervisor')
  setMerchantBudget(
    @Param('merchantId', pathName) id: string,
    @Body() body: GoodwillBudgetDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.setBudget({ kind: 'merchant', id }, body, context);
  }

  @Get('agents/:agentId/goodwill-budget')
  @Roles('agent', 'operator')
  agentBudget(
    @Param('agentId', pathName) id: string,
    @Query() query: GoodwillBudgetQuery,
    @ReadRequest() context: ReadContext,
  ): Promise<void> {
    return this.budget({ kind: 'agent', id }, query, context);
  }

  /** Goodwill of the platform by this agent above these limits needs a supervisor; nobody sets his own. */
  @Put('agents/:agentId/goodwill-budget')
  @Roles('operator', 'supervisor')
  setAgentBudget(
    @Param('agentId', pathName) id: string,
    @Body() body: GoodwillBudgetDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.setBudget({ kind: 'agent', id }, body, context);
  }

  /** A new coupon for the buyer, issued by the storefront; above the budget it is 202 and waits for another person. */
  @Post('after-sales/:id/goodwill-coupons')
  @Roles('merchant', 'agent')
  grantCoupon(
    @Param('id', pathId('aft')) id: string,
    @Body() { value, note, expiresAt }: GoodwillCouponDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    if (!saysSomething(note)) flaw('/note', 'Must say something.');
    return this.goodwill.grantCoupon(context, id, { value, note, expiresAt: expiresAt ?? null });
  }

  @Get('goodwill-proposals')
  @Roles('merchant', 'agent', 'operator')
  list(@Query() query: GoodwillProposalQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<object>> {
    const { status, orderId, limit, cursor } = query;
    return this.proposals.list(caller, { status, orderId, limit, cursor });
  }

  @Get('goodwill-proposals/:id')
  @Roles('merchant', 'agent', 'operator')
  read(@Param('id', pathId('gwp')) id: string, @ReadRequest() context: ReadContext): Promise<void> {
    return this.reads.answer(context, () => this.proposals.find(id, context.caller));
  }

  /** Another person agrees, and it is given; the one who has proposed it is `403 four_eyes_required`. */
  @Post('goodwill-proposals/:id/confirm')
  @Roles('merchant', 'supervisor')
  confirm(
    @Param('id', pathId('gwp')) id: string,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.proposals.confirm(context, id);
  }

  @Post('goodwill-proposals/:id/decline')
  @Roles('merchant', 'agent')
  decline(
    @Param('id', pathId('gwp')) id: string,
    @Body() { explanation }: GoodwillDeclineDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    if (!saysSomething(explanation)) flaw('/explanation', 'Must say something.');
    return this.proposals.decline(context, id, explanation);
  }

  private budget(giver: GoodwillGiver, { currency, month }: GoodwillBudgetQuery, context: ReadContext): Promise<void> {
    if (month !== undefined && !MONTH.test(month)) flaw('/month', 'Must be a month, e.g. 2026-03.');
    return this.reads.answer(context, () =>
      this.budgets.find(context.caller, giver, currency ?? USUAL_CURRENCY, month),
    );
  }

  private setBudget(giver: GoodwillGiver, body: GoodwillBudgetDto, context: CommandContext): Promise<void> {
    const limits = { monthly: body.monthlyLimit ?? null, perGrant: body.grantLimit ?? null };
    return this.budgets.set(context, giver, body.currency, limits);
  }
}
