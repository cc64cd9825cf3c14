import { policySchema, reasons, rejections, type PolicyDocument } from '@amends/domain/after-sales';
import { BoundedText, IsInstant, languageOf, Optional, Public } from '@amends/platform/http';
import { Controller, Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { said } from '../application/languages';
import { Policies } from '../application/policies';
import { wordLabels } from '../application/word-labels';

class PolicyQuery {
  @Optional()
  @BoundedText(64)
  readonly category?: string;

  @Optional()
  @BoundedText(255)
  readonly merchantId?: string;

  @Optional()
  @IsInstant()
  readonly at?: string;
}

/** What everybody may know before applying: reasons, rejection codes, terms (requirement M91). */
@Controller('v1')
export class CatalogueController {
  constructor(private readonly policies: Policies) {}

  @Public()
  @Get('reason-catalogue')
  reasonCatalogue(@Req() request: FastifyRequest): object {
    const buyers = reasons.map(({ code, label, types, responsibility, evidenceRequired, quality, dimension }) => ({
      ...{ code, label, types, responsibility, evidenceRequired, quality, dimension },
    }));
    return said({ reasons: buyers, rejectionCodes: rejections, ...wordLabels }, languageOf(request));
  }

  @Public()
  @Get('policies')
  async policy(@Query() { category, merchantId, at }: PolicyQuery): Promise<object> {
    const all: readonly PolicyDocument[] = await this.policies.of(merchantId, at);
    return category === undefined ? { data: all, nextCursor: null } : this.policies.named(all, category);
  }

  /** JSON Schema of the documents that `policies` answers with. */
  @Public()
  @Get('policies/schema')
  schema(): object {
    return policySchema;
  }
}
