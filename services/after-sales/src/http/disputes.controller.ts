import {
  CommandRequest,
  pathId,
  pathNumber,
  ReadRequest,
  Reads,
  Roles,
  type CommandContext,
  type ReadContext,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { Disputes } from '../application/disputes';
import { NothingDto } from './action.dto';
import { conclusionOf } from './dispute-bodies';
import { AppealDto, EvidenceRequestDto, EvidenceSubmissionDto, FinalDto, ProposalDto, VerdictDto } from './dispute.dto';

const Id = (): ParameterDecorator => Param('id', pathId('dsp'));
const KEY = { keyRequired: true } as const;

/** What parties and platform do in a dispute (api.md 4), one route per action. */
@Controller('v1/disputes/:id')
export class DisputesController {
  constructor(
    private readonly disputes: Disputes,
    private readonly reads: Reads,
  ) {}

  @Get()
  @Roles('buyer', 'merchant', 'agent', 'operator')
  read(@Id() id: string, @ReadRequest() context: ReadContext): Promise<void> {
    return this.reads.answer(context, () => this.disputes.find(id, context.caller));
  }

  @Post('evidence-requests')
  @Roles('agent')
  requestEvidence(
    @Id() id: string,
    @Body() { from, question }: EvidenceRequestDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.disputes.act(context, id, async ({ asked, seal }) => ({
      type: 'RequestEvidence',
      data: { ...asked, from, question: await seal(question) },
    }));
  }

  @Post('evidence')
  @Roles('buyer', 'merchant')
  submitEvidence(
    @Id() id: string,
    @Body() { evidenceIds, note }: EvidenceSubmissionDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.disputes.act(
      context,
      id,
      async ({ asked, sealWords }) => ({
        type: 'SubmitEvidence',
        data: { ...asked, evidenceIds, note: await sealWords(note) },
      }),
      { evidenceIds },
    );
  }

  @Post('concede')
  @Roles('merchant')
  concede(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.disputes.act(context, id, ({ asked }) => ({ type: 'ConcedeDispute', data: asked }), KEY);
  }

  @Post('withdraw')
  @Roles('buyer', 'merchant')
  withdraw(@Id() id: string, @Body() _: NothingDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.disputes.act(context, id, ({ asked }) => ({ type: 'WithdrawDispute', data: asked }));
  }

  @Post('proposals')
  @Roles('agent')
  propose(@Id() id: string, @Body() body: ProposalDto, @CommandRequest() context: CommandContext): Promise<void> {
    const { amount, type, keepGoods, message } = body;
    return this.disputes.act(context, id, async ({ asked, sealWords }) => ({
      type: 'ProposeTerms',
      data: {
        ...{ ...asked, amount, type: type ?? null, keepGoods: keepGoods ?? false },
        message: await sealWords(message),
      },
    }));
  }

  @Post('proposals/:number/accept')
  @Roles('buyer', 'merchant')
  accept(
    @Id() id: string,
    @Param('number', pathNumber) number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.disputes.act(context, id, ({ asked }) => ({ type: 'AcceptProposal', data: { ...asked, number } }), KEY);
  }

  @Post('proposals/:number/decline')
  @Roles('buyer', 'merchant')
  decline(
    @Id() id: string,
    @Param('number', pathNumber) number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.disputes.act(context, id, ({ asked }) => ({ type: 'DeclineProposal', data: { ...asked, number } }));
  }

  @Post('verdict')
  @Roles('agent')
  judge(@Id() id: string, @Body() body: VerdictDto, @CommandRequest() context: CommandContext): Promise<void> {
    const { responsibility, amount, returnFreightBearer, reasoning } = body;
    return this.disputes.act(
      context,
      id,
      async ({ asked, seal }) => ({
        type: 'IssueVerdict',
        data: {
          ...{ ...asked, responsibility, amount, returnFreightBearer: returnFreightBearer ?? null },
          reasoning: await seal(reasoning),
        },
      }),
      KEY,
    );
  }

  @Post('appeal')
  @Roles('buyer', 'merchant')
  appeal(
    @Id() id: string,
    @Body() { claim, evidenceIds }: AppealDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.disputes.act(
      context,
      id,
      async ({ asked, seal }) => ({
        type: 'AppealVerdict',
        data: { ...asked, claim: await seal(claim), evidenceIds },
      }),
      { evidenceIds },
    );
  }

  @Post('final')
  @Roles('supervisor')
  conclude(@Id() id: string, @Body() body: FinalDto, @CommandRequest() context: CommandContext): Promise<void> {
    const conclusion = conclusionOf(body);
    return this.disputes.act(
      context,
      id,
      async ({ asked, seal }) => ({
        type: 'ConcludeAppeal',
        data: { ...asked, ...conclusion, reasoning: await seal(body.reasoning) },
      }),
      KEY,
    );
  }
}
