import {
  BoundedText,
  CommandRequest,
  CurrentCaller,
  pathId,
  readBody,
  Roles,
  RouteTakes,
  type Caller,
  type CommandContext,
} from '@amends/platform/http';
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EvidenceUploads } from '../application/evidence-uploads';
import { uploadIn } from './upload';

const LARGEST_BODY = 8 * 1024 * 1024;

class EvidenceDto {
  @BoundedText(100)
  readonly mediaType!: string;

  @BoundedText(LARGEST_BODY)
  readonly base64!: string;
}

/** Evidence is uploaded once and cited by its id everywhere (requirement M77). */
@Controller('v1/evidence')
export class EvidenceController {
  constructor(private readonly uploads: EvidenceUploads) {}

  @Post()
  @Roles('buyer', 'merchant', 'agent')
  @RouteTakes({ bodyLimit: LARGEST_BODY, multipart: true, body: () => EvidenceDto })
  upload(@Req() request: FastifyRequest, @CommandRequest() context: CommandContext): Promise<void> {
    const { body, headers } = request;
    const sent = Buffer.isBuffer(body)
      ? uploadIn({ form: body, contentType: headers['content-type'] })
      : uploadIn(readBody(EvidenceDto, body));
    return this.uploads.keep(context, sent);
  }

  @Get(':id')
  @Roles('buyer', 'merchant', 'agent', 'operator')
  async download(
    @Param('id', pathId('evd')) id: string,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { mediaType, bytes } = await this.uploads.find(id, caller);
    void reply
      .headers({
        'content-type': mediaType,
        'content-disposition': `attachment; filename="${id}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      })
      .send(bytes);
  }
}
