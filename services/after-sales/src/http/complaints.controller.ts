import type { ComplaintStatus } from '@amends/contracts';
import {
  BoundedText,
  CommandRequest,
  CurrentCaller,
  IsPublicId,
  malformed,
  OneOf,
  Optional,
  PageQuery,
  pathId,
  PublicIdList,
  ReadRequest,
  Reads,
  Roles,
  Says,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ReadContext,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Complaints } from '../application/complaints';
import { saysSomething } from '../application/texts';
import { NothingDto } from './action.dto';
import { MOST_EVIDENCE } from './application.dto';

const STATUSES: readonly ComplaintStatus[] = ['awaiting_answer', 'escalated', 'answered', 'closed'];

export class ComplaintDto {
  @Optional()
  @IsPublicId('ord')
  @Says('The order it is about; it then stands in the timeline of the order, which both parties read.')
  readonly orderId?: string | null;

  @Optional()
  @IsPublicId('aft')
  @Says('The ticket it is about; it then stands in the timeline of the ticket, which both parties read.')
  readonly afterSaleId?: string | null;

  @BoundedText(200)
  readonly subject!: string;

  @BoundedText(2000)
  readonly text!: string;

  @Optional()
  @PublicIdList('evd', MOST_EVIDENCE)
  readonly evidenceIds?: readonly string[] | null;
}

export class ComplaintAnswerDto {
  @BoundedText(2000)
  readonly text!: string;
}

class ComplaintQuery extends PageQuery {
  @Optional()
  @BoundedText(255)
  readonly buyerId?: string;

  @Optional()
  @IsPublicId('ord')
  readonly orderId?: string;

  @Optional()
  @IsPublicId('aft')
  readonly afterSaleId?: string;

  @Optional()
  @OneOf(STATUSES)
  @Says('`escalated`: not answered in time.')
  readonly status?: ComplaintStatus;
}

const Id = (): ParameterDecorator => Param('id', pathId('cmp'));

/** The complaint centre (requirement M82): what is no ticket, answered within 48 hours or visibly late. */
@Controller('v1/complaints')
export class ComplaintsController {
  constructor(
    private readonly complaints: Complaints,
    private readonly reads: Reads,
  ) {}

  @Post()
  @Roles('buyer')
  file(@Body() body: ComplaintDto, @CommandRequest() context: CommandContext): Promise<void> {
    const { orderId, afterSaleId, subject, text, evidenceIds } = body;
    checkWords({ subject, text });
    return this.complaints.file(context, {
      ...{ subject, text, orderId: orderId ?? null, afterSaleId: afterSaleId ?? null },
      evidenceIds: evidenceIds ?? [],
    });
  }

  @Get()
  @Roles('buyer', 'agent', 'operator')
  list(@Query() query: ComplaintQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<object>> {
    const { buyerId, orderId, afterSaleId, status, limit, cursor } = query;
    return this.complaints.list(caller, { buyerId, orderId, afterSaleId, status, limit, cursor });
  }

  @Get(':id')
  @Roles('buyer', 'agent', 'operator')
  read(@Id() id: string, @ReadRequest() context: ReadContext): Promise<void> {
    return this.reads.answer(context, () => this.complaints.find(id, context.caller));
  }

  @Post(':id/answers')
  @Roles('agent')
  answer(
    @Id() id: string,
    @Body() { text }: ComplaintAnswerDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    checkWords({ text });
    return this.complaints.answer(context, id, text);
  }

  @Post(':id/close')
  @Roles('buyer')
  close(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.complaints.close(context, id);
  }
}

/** @throws Problem `malformed` for words that are blank */
const checkWords = (words: Readonly<Record<string, string>>): void => {
  const blank = Object.keys(words).filter((name) => !saysSomething(words[name]));
  if (blank.length > 0)
    malformed(...blank.map((name) => ({ pointer: `/${name}`, code: 'malformed', detail: 'Must say something.' })));
};
