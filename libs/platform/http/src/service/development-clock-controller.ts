import { DevelopmentClock, SharedClock } from '@amends/platform/timers';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Public } from '../identity/caller';
import { WholeNumber } from '../validation/fields';

class OffsetDto {
  @WholeNumber(0, 200 * 365 * 24 * 3600 * 1000)
  readonly offsetMs!: number;
}

/** How the sandbox keeps the clocks of all services equal. Only in development mode. */
@Controller('dev/clock/offset')
export class DevelopmentClockController {
  constructor(
    private readonly clock: DevelopmentClock,
    private readonly shared: SharedClock,
  ) {}

  @Public()
  @Get()
  offset(): Readonly<{ offsetMs: number }> {
    return { offsetMs: this.clock.offsetMs };
  }

  @Public()
  @Post()
  @HttpCode(200)
  async move(@Body() { offsetMs }: OffsetDto): Promise<Readonly<{ offsetMs: number }>> {
    await this.shared.moveTo(offsetMs);
    return this.offset();
  }
}
