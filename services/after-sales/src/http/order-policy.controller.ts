import { CurrentCaller, pathId, Roles, type Caller } from '@amends/platform/http';
import { Controller, Get, Param } from '@nestjs/common';
import { Policies } from '../application/policies';

/** The terms that an order was bought under, as its applications are judged by them. */
@Controller('v1/orders/:id/policy')
export class OrderPolicyController {
  constructor(private readonly policies: Policies) {}

  @Get()
  @Roles('buyer', 'merchant', 'agent')
  async read(@Param('id', pathId('ord')) orderId: string, @CurrentCaller() caller: Caller): Promise<object> {
    return { orderId, data: await this.policies.ofOrder(orderId, caller), nextCursor: null };
  }
}
