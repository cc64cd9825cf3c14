import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { notFound, Public } from '@amends/platform/http';
import { Clock } from '@amends/kernel';
import type { FastifyReply } from 'fastify';
import { BookDto, DropOffDto, ScanDto } from './carrier.dto';
import { Carrier } from './carrier';
import { Messenger } from './messenger';

const DROP_OFF_CARRIER = 'sf';

/** The carrier as the pickups service sees it. */
@Public()
@Controller('carrier')
export class CarrierController {
  constructor(private readonly carrier: Carrier) {}

  @Post('pickups')
  async book(@Body() { address, ...body }: BookDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const booked = await this.carrier.book({ ...body, region: address.region ?? '' });
    if (booked) return booked;
    void reply.status(422);
    return { code: 'area_not_served' };
  }

  @Post('pickups/:pickupId/cancel')
  @HttpCode(200)
  async cancel(@Param('pickupId') pickupId: string): Promise<object> {
    await this.carrier.cancel(pickupId);
    return { cancelled: true };
  }

  @Post('drop-offs')
  dropOff(@Body() body: DropOffDto): Promise<object> {
    return this.carrier.dropOff({ ...body, carrier: body.carrier ?? DROP_OFF_CARRIER });
  }
}

/** The carrier as a developer sees it. */
@Public()
@Controller('dev/sandbox/carrier')
export class CarrierDeskController {
  constructor(
    private readonly messenger: Messenger,
    private readonly clock: Clock,
  ) {}

  @Post('scans')
  @HttpCode(200)
  async scan(@Body() body: ScanDto): Promise<object> {
    return (await this.messenger.report({ ...body, at: body.at ?? this.clock.now() }))
      ? { accepted: true }
      : notFound();
  }
}
