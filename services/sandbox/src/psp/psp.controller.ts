import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { notFound, Public } from '@amends/platform/http';
import type { FastifyReply } from 'fastify';
import { Discrepancies } from './discrepancies';
import { BehaveDto, DiscrepancyDto, PaymentQuery, RefundDto, ReportQuery } from './psp.dto';
import { Notifier } from './notifier';
import { Psp } from './psp';
import { Report, type ReportPage } from './report';

/** A caller that hears nothing hangs up long before this. */
const SILENCE_MS = 20_000;

/** The provider as the refunds service sees it. */
@Public()
@Controller('psp/refunds')
export class PspController {
  constructor(
    private readonly psp: Psp,
    private readonly notifier: Notifier,
    private readonly report: Report,
  ) {}

  @Post()
  async refund(@Body() body: RefundDto, @Res() reply: FastifyReply): Promise<void> {
    const treatment = await this.psp.refund(body);
    switch (treatment.kind) {
      case 'silence':
        setTimeout(() => reply.raw.destroy(), SILENCE_MS).unref();
        return;
      case 'error':
        return void reply.status(500).send({ error: 'internal' });
      case 'answer':
        if (treatment.notify) void this.notifier.send(treatment.notify);
        return void reply.status(200).send(treatment.answer);
    }
  }

  @Get()
  list(@Query() query: ReportQuery): Promise<ReportPage> {
    return this.report.page(query);
  }

  @Get(':refundNumber')
  async query(@Param('refundNumber') refundNumber: string): Promise<object> {
    return (await this.psp.query(refundNumber)) ?? notFound();
  }
}

/** The provider as a developer sees it. */
@Public()
@Controller('dev/sandbox/psp')
export class PspDeskController {
  constructor(
    private readonly psp: Psp,
    private readonly discrepancies: Discrepancies,
  ) {}

  @Post('behaviours')
  @HttpCode(200)
  async behave(@Body() body: BehaveDto): Promise<object> {
    await this.psp.behave(body);
    return { accepted: true };
  }

  @Get('ledger')
  ledger(@Query() query: PaymentQuery): Promise<object> {
    return this.psp.ledger(query.paymentId);
  }

  /** Makes the provider's books wrong, so that a reconciliation has something to find. */
  @Post('discrepancies')
  @HttpCode(200)
  async plant(@Body() body: DiscrepancyDto): Promise<object> {
    return (await this.discrepancies.plant(body)) ? { planted: true } : notFound();
  }

  /** Puts right again what was planted about a refund number. */
  @Delete('discrepancies/:refundNumber')
  async undo(@Param('refundNumber') refundNumber: string): Promise<object> {
    return (await this.discrepancies.undo(refundNumber)) ? { planted: false } : notFound();
  }
}
