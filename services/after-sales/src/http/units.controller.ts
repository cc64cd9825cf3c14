import {
  CurrentCaller,
  IsInstant,
  Optional,
  PageQuery,
  PageSize,
  pathId,
  Roles,
  Says,
  type Caller,
} from '@amends/platform/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { OrderUnits, type UnitsPage } from '../application/order-units';

class UnitsQuery extends PageQuery {
  @PageSize(100)
  override readonly limit: number = 100;

  @Optional()
  @IsInstant()
  @Says('The units as they were at this instant; one that has not come yet shows the present.')
  readonly at?: string;
}

/** Each unit of an order by itself: where it is, what became of it, and what it has been through. */
@Controller('v1/orders/:id/units')
export class UnitsController {
  constructor(private readonly units: OrderUnits) {}

  @Get()
  @Roles('buyer', 'merchant', 'agent', 'operator')
  read(
    @Param('id', pathId('ord')) orderId: string,
    @Query() { at, limit, cursor }: UnitsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<UnitsPage> {
    return this.units.of(orderId, caller, { at, limit, cursor });
  }
}
