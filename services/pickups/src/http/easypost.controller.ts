import { notFound, problem, Public, RouteTakes } from '@amends/platform/http';
import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CarrierReports } from '../application/carrier-reports';
import { CONFIG, type PickupsConfig } from '../config';

/** An event of EasyPost; what it holds is EasyPost's. */
class EasyPostEventDto {}

@Controller('v1/carriers/easypost')
export class EasyPostController {
  constructor(
    private readonly reports: CarrierReports,
    @Inject(CONFIG) private readonly config: PickupsConfig,
  ) {}

  /** An event of EasyPost about a parcel, signed with `X-Hmac-Signature`; taken in any order and number. */
  @Post('notifications')
  @Public()
  @RouteTakes({ keepRawBody: true, body: () => EasyPostEventDto, signature: 'x-hmac-signature' })
  @HttpCode(200)
  async notify(@Req() { headers, rawBody, id }: FastifyRequest): Promise<Readonly<{ accepted: true }>> {
    if (this.config.CARRIER !== 'easypost') notFound();
    const signature = headers['x-hmac-signature'];
    if (typeof signature !== 'string' || rawBody === undefined) return problem('unauthorized');
    const { easypostReports } = await import('../application/easypost-events');
    const reports = easypostReports({ signature, body: rawBody, secret: this.config.CARRIER_WEBHOOK_SECRET });
    if (reports === 'forged') return problem('unauthorized');
    for (const report of reports) await this.reports.take(report, id);
    return { accepted: true };
  }
}
