import { notFound, problem, Public, RouteTakes } from '@amends/platform/http';
import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CarrierReports } from '../application/carrier-reports';
import { isSignedByCarrier } from '../application/carrier-signature';
import { CONFIG, type PickupsConfig } from '../config';
import { carrierReport, CarrierReportDto } from './carrier-report';

const NAME = /^[\w.-]{1,32}$/;

@Controller('v1/carriers')
export class CarriersController {
  constructor(
    private readonly reports: CarrierReports,
    @Inject(CONFIG) private readonly config: PickupsConfig,
  ) {}

  /** A carrier's report of a parcel, its raw body signed; taken in any order and number. */
  @Post(':carrier/events')
  @Public()
  @RouteTakes({ keepRawBody: true, body: () => CarrierReportDto, signature: 'x-carrier-signature' })
  @HttpCode(200)
  async hear(@Param('carrier') carrier: string, @Req() request: FastifyRequest): Promise<Readonly<{ accepted: true }>> {
    const body = signedBody(request, this.config.CARRIER_WEBHOOK_SECRET);
    await this.reports.take(carrierReport(nameOf(carrier), body), request.id);
    return { accepted: true };
  }
}

/** The body of a report. @throws Problem `unauthorized` for one that the carrier has not signed */
const signedBody = ({ headers, rawBody, body }: FastifyRequest, secret: string): unknown => {
  const signature = headers['x-carrier-signature'];
  const signed =
    typeof signature === 'string' && rawBody !== undefined && isSignedByCarrier(signature, rawBody, secret);
  return signed ? body : problem('unauthorized');
};

const nameOf = (carrier: string): string => (NAME.test(carrier) ? carrier : notFound());
