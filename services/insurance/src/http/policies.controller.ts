import { policyView, quoteView } from '@amends/domain/insurance';
import { CurrentCaller, notFound, Roles, type Caller, type ListAnswer } from '@amends/platform/http';
import { Controller, Get, Query } from '@nestjs/common';
import { InsuranceFinder } from '../application/insurance-finder';
import { PolicyQuery, QuoteQuery } from './insurance.dto';

@Controller('v1/insurance')
export class PoliciesController {
  constructor(private readonly finder: InsuranceFinder) {}

  @Get('quotes')
  @Roles('buyer', 'merchant', 'storefront', 'agent', 'operator')
  async quotes(@Query() { orderId }: QuoteQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<object>> {
    const { order, state } = (await this.finder.order(caller, orderId)) ?? notFound();
    return { data: [quoteView(order, state)], nextCursor: null };
  }

  @Get('policies')
  @Roles('buyer', 'merchant', 'storefront', 'agent', 'operator')
  async policies(@Query() query: PolicyQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<object>> {
    const { items, nextCursor } = await this.finder.policies(caller, query);
    return { data: items.map(({ order, policy, state }) => policyView(order, policy, state.currency)), nextCursor };
  }
}
