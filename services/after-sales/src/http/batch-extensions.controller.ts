import {
  BoundedText,
  CommandRequest,
  Optional,
  PublicIdList,
  Roles,
  WholeNumber,
  type CommandContext,
} from '@amends/platform/http';
import { Body, Controller, Post } from '@nestjs/common';
import { BatchExtensions, type ExtensionScope } from '../application/batch-extensions';
import { flaw } from './application.dto';

const MOST_TICKETS = 200;
const MOST_DAYS = 90;

class BatchExtensionDto {
  /** Either these tickets … */
  @Optional()
  @PublicIdList('aft', MOST_TICKETS, 1)
  readonly ids?: readonly string[] | null;

  /** … or, of the 200 newest tickets on from `cursor`, those that wait for something and whose order goes to this region. */
  @Optional()
  @BoundedText(16)
  readonly region?: string | null;

  /** `nextCursor` of the answer before; null there means that the whole region is done. */
  @Optional()
  @BoundedText(1000)
  readonly cursor?: string | null;

  @WholeNumber(1, MOST_DAYS)
  readonly days!: number;

  /** Shown to both parties. */
  @BoundedText(500)
  readonly reason!: string;
}

/** More time for many tickets at once, where nobody could have kept it (K19). */
@Controller('v1/after-sales/batch-extensions')
export class BatchExtensionsController {
  constructor(private readonly extensions: BatchExtensions) {}

  @Post()
  @Roles('operator', 'supervisor')
  extendAll(@Body() body: BatchExtensionDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.extensions.extend(context, scopeOf(body), body);
  }
}

const scopeOf = ({ ids, region, cursor }: BatchExtensionDto): ExtensionScope => {
  if (ids && region) return flaw('/region', 'Either tickets are named or a region.');
  if (ids && cursor) return flaw('/cursor', 'Belongs to a region.');
  if (ids) return { ids };
  if (!region) return flaw('/ids', 'Tickets or a region must be named.');
  return { region, limit: MOST_TICKETS, ...(cursor ? { cursor } : {}) };
};
