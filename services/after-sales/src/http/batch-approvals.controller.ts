import { CommandRequest, PublicIdList, Roles, type CommandContext } from '@amends/platform/http';
import { Body, Controller, Post } from '@nestjs/common';
import { BatchApprovals } from '../application/batch-approvals';

class BatchDto {
  @PublicIdList('aft', 50, 1)
  readonly ids!: readonly string[];
}

/** Many approvals at once, with an answer for each. */
@Controller('v1/after-sales/batch-approvals')
export class BatchApprovalsController {
  constructor(private readonly approvals: BatchApprovals) {}

  @Post()
  @Roles('merchant')
  approveAll(@Body() { ids }: BatchDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.approvals.approve(context, ids);
  }
}
