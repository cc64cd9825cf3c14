import { reasons, type ReasonCode } from '@amends/domain/after-sales';
import { CommandRequest, OneOf, pathId, Roles, type CommandContext } from '@amends/platform/http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { Cancellations } from '../application/cancellations';

class CancellationDto {
  @OneOf(reasons.map(({ code }) => code))
  readonly reason!: ReasonCode;
}

/** Cancelling an order before or after it was shipped (api.md 2): its tickets are this service's. */
@Controller('v1/orders/:id/cancellations')
export class CancellationsController {
  constructor(private readonly cancellations: Cancellations) {}

  @Post()
  @Roles('buyer')
  cancel(
    @Param('id', pathId('ord')) orderId: string,
    @Body() { reason }: CancellationDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.cancellations.cancel(context, orderId, reason);
  }
}
