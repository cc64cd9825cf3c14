import { buyerCreditDecider, type BuyerCreditCommand } from '@amends/domain/refunds';
import { Clock, type Instant } from '@amends/kernel';
import { EventStore, handle } from '@amends/platform/event-store';
import { notFound, Public, pathName } from '@amends/platform/http';
import { Body, Controller, Inject, Param, Put } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { creditStream } from '../application/streams';
import { CONFIG, type RefundsConfig } from '../config';
import { BalanceDto, ScoreDto } from './refunds.dto';

/** Sets what a buyer has, for tries and tests. Absent outside of development mode. */
@Public()
@Controller('dev/buyers')
export class DevelopmentController {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RefundsConfig,
  ) {}

  @Put(':id/score')
  async score(@Param('id', pathName) buyerId: string, @Body() { score }: ScoreDto): Promise<object> {
    await this.change(buyerId, (at) => ({ type: 'SetScore', data: { buyerId, score, at } }));
    return { buyerId, score };
  }

  @Put(':id/balance')
  async balance(@Param('id', pathName) buyerId: string, @Body() { amount, currency }: BalanceDto): Promise<object> {
    await this.change(buyerId, (at) => ({ type: 'SetBalance', data: { buyerId, amount, currency, at } }));
    return { buyerId, amount, currency };
  }

  private async change(buyerId: string, command: (at: Instant) => BuyerCreditCommand): Promise<void> {
    if (this.config.AMENDS_MODE !== 'demo') notFound();
    const metadata = { actor: { role: 'system', id: 'development' }, correlationId: randomUUID() };
    await this.store.run(metadata, (unit) =>
      handle(unit, buyerCreditDecider, creditStream(buyerId), command(this.clock.now())),
    );
  }
}
