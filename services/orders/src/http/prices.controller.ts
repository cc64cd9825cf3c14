import { CommandRequest, Commands, Roles, type CommandContext } from '@amends/platform/http';
import { Body, Controller, Post } from '@nestjs/common';
import { Prices } from '../application/prices';
import { offerOf } from './parsing';
import { PriceDto } from './price.dto';

@Controller('v1/prices')
export class PricesController {
  constructor(
    private readonly prices: Prices,
    private readonly commands: Commands,
  ) {}

  @Post()
  @Roles('storefront')
  announce(@Body() body: PriceDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.commands.run(context, async (unit) => ({
      status: 202,
      body: await this.prices.announce(unit, context.caller, offerOf(body)),
    }));
  }
}
