import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { notFound, Public } from '@amends/platform/http';
import type { FastifyReply } from 'fastify';
import { ClaimDto, InsurerBehaveDto, OrderQuery, SellDto } from './insurer.dto';
import { Insurer } from './insurer';

/** A caller that hears nothing hangs up long before this. */
const SILENCE_MS = 20_000;

/** The insurer as the insurance service sees it. */
@Public()
@Controller('insurer')
export class InsurerController {
  constructor(private readonly insurer: Insurer) {}

  @Post('policies')
  async sell(@Body() body: SellDto): Promise<object> {
    await this.insurer.sell(body);
    return { policyId: body.policyId, status: 'in_force' };
  }

  @Post('policies/:policyId/cancel')
  @HttpCode(200)
  async cancel(@Param('policyId') policyId: string): Promise<object> {
    await this.insurer.cancel(policyId);
    return { policyId, status: 'cancelled' };
  }

  @Post('claims')
  async claim(@Body() body: ClaimDto, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.insurer.claim(body);
    if (answer) return void reply.status(200).send(answer);
    setTimeout(() => reply.raw.destroy(), SILENCE_MS).unref();
  }

  @Get('claims/:claimId')
  async query(@Param('claimId') claimId: string): Promise<object> {
    return (await this.insurer.query(claimId)) ?? notFound();
  }

  @Post('claims/:claimId/payout')
  @HttpCode(200)
  async payOut(@Param('claimId') claimId: string): Promise<object> {
    return (await this.insurer.payOut(claimId)) ? { claimId, status: 'paid' } : notFound();
  }
}

/** The insurer as a developer sees it. */
@Public()
@Controller('dev/sandbox/insurer')
export class InsurerDeskController {
  constructor(private readonly insurer: Insurer) {}

  @Post('behaviours')
  @HttpCode(200)
  async behave(@Body() body: InsurerBehaveDto): Promise<object> {
    await this.insurer.behave(body);
    return { accepted: true };
  }

  @Get('ledger')
  ledger(@Query() query: OrderQuery): Promise<object> {
    return this.insurer.ledger(query.orderId);
  }
}
