import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { millis } from '@amends/kernel';
import { BoundedText, IsInstant, malformed, Optional, Public } from '@amends/platform/http';
import { DevelopmentClock, durationMs, pushOffset, SharedClock } from '@amends/platform/timers';

class MoveDto {
  /** ISO 8601, e.g. "PT48H". */
  @Optional() @BoundedText(40) readonly advance?: string | null;
  @Optional() @IsInstant() readonly now?: string | null;
}

/** Origins of the services whose clocks follow. */
export const FOLLOWERS = Symbol('origins of the services whose clocks follow');

/** The one development clock: it goes on ticking, and forward only. */
@Public()
@Controller('dev/clock')
export class ClockController {
  constructor(
    private readonly clock: DevelopmentClock,
    private readonly shared: SharedClock,
    @Inject(FOLLOWERS) private readonly followers: readonly string[],
  ) {}

  @Get()
  read(): { now: string } {
    return { now: this.clock.now() };
  }

  /** Answers when every service's clock has moved. A time that is past changes nothing. */
  @Post()
  @HttpCode(200)
  async move(@Body() body: MoveDto): Promise<{ now: string }> {
    await this.shared.moveTo(Math.ceil(this.wanted(body)));
    await pushOffset(this.followers, this.clock.offsetMs);
    return this.read();
  }

  private wanted({ advance, now }: MoveDto): number {
    if (now != null) return millis(now) - Date.now();
    const duration = advance == null ? undefined : durationMs(advance);
    if (duration === undefined)
      return malformed({ pointer: '/advance', code: 'malformed', detail: 'advance or now is needed' });
    return this.clock.offsetMs + duration;
  }
}
