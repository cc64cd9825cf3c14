import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { notFound, Public } from '@amends/platform/http';
import type { FastifyReply } from 'fastify';
import { InsurerDiscrepancies } from './discrepancies';
import { ClaimDto, InsurerBehaveDto, InsurerDiscrepancyDto, OrderQuery, PayoutsQuery, SellDto } from './insurer.dto';
import { Insurer, type NoAnswer } from './insurer';
import { InsurerReport, type ReportPage } from './report';

/** A caller that hears nothing hangs up long before this. */
const SILENCE_MS = 20_000;

/** The insurer as the insurance service sees it. */
@Public()
@Controller('insurer')
export class InsurerController {
  constructor(
    private readonly insurer: Insurer,
    private readonly report: InsurerReport,
  ) {}

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
    answerWith(reply, await this.insurer.claim(body));
  }

  @Get('claims/:claimId')
  async query(@Param('claimId') claimId: string): Promise<object> {
    return (await this.insurer.query(claimId)) ?? notFound();
  }

  @Post('claims/:claimId/payout')
  async payOut(@Param('claimId') claimId: string, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.insurer.payOut(claimId);
    if (answer === 'unknown') return notFound();
    answerWith(reply, answer === 'paid' ? { claimId, status: answer } : answer);
  }

  @Get('payouts')
  payouts(@Query() query: PayoutsQuery): Promise<ReportPage> {
    return this.report.page(query);
  }
}

const answerWith = (reply: FastifyReply, answer: object | NoAnswer): void => {
  if (answer === 'silence') setTimeout(() => reply.raw.destroy(), SILENCE_MS).unref();
  else if (answer === 'error') reply.status(500).send({ error: 'internal' });
  else reply.status(200).send(answer);
};

/** The insurer as a developer sees it. */
@Public()
@Controller('dev/sandbox/insurer')
export class InsurerDeskController {
  constructor(
    private readonly insurer: Insurer,
    private readonly discrepancies: InsurerDiscrepancies,
  ) {}

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

  /** Makes the insurer's books wrong, so that a reconciliation has something to find. */
  @Post('discrepancies')
  @HttpCode(200)
  async plant(@Body() body: InsurerDiscrepancyDto): Promise<object> {
    return (await this.discrepancies.plant(body)) ? { planted: true } : notFound();
  }

  /** Puts right again what was planted about a claim. */
  @Delete('discrepancies/:claimId')
  async undo(@Param('claimId') claimId: string): Promise<object> {
    return (await this.discrepancies.undo(claimId)) ? { planted: false } : notFound();
  }
}
