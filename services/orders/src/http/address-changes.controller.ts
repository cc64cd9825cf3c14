import { isRefusal, type Refusal } from '@amends/kernel';
import {
  CommandRequest,
  Commands,
  pathId,
  pathNumber,
  Roles,
  type CommandContext,
  type ProblemCode,
  type Reply,
} from '@amends/platform/http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { AddressChanges, type Decided } from '../application/address-changes';
import { AddressChangeDto, ExplanationDto, NothingDto } from './order.dto';
import { addressOf } from './parsing';

const Id = (): ParameterDecorator => Param('id', pathId('ord'));
const ChangeNumber = (): ParameterDecorator => Param('number', pathNumber);

/** Another address for an order (api.md 2): the buyer asks, and for what is on its way the merchant decides. */
@Controller('v1/orders/:id/address-changes')
export class AddressChangesController {
  constructor(
    private readonly changes: AddressChanges,
    private readonly commands: Commands,
  ) {}

  @Post()
  @Roles('buyer')
  request(@Id() id: string, @Body() body: AddressChangeDto, @CommandRequest() context: CommandContext): Promise<void> {
    return this.commands.run(context, async (unit) =>
      reply(201, await this.changes.request(unit, context, id, addressOf(body.address))),
    );
  }

  @Post(':number/redirect')
  @Roles('merchant')
  redirect(
    @Id() id: string,
    @ChangeNumber() number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.commands.run(context, async (unit) =>
      reply(200, await this.changes.redirect(unit, context, id, number)),
    );
  }

  @Post(':number/reship')
  @Roles('merchant')
  reship(
    @Id() id: string,
    @ChangeNumber() number: number,
    @Body() _: NothingDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.commands.run(context, async (unit) => reply(200, await this.changes.reship(unit, context, id, number)));
  }

  @Post(':number/decline')
  @Roles('merchant')
  decline(
    @Id() id: string,
    @ChangeNumber() number: number,
    @Body() { explanation }: ExplanationDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    const said = { number, explanation: explanation ?? '' };
    return this.commands.run(context, async (unit) => reply(200, await this.changes.decline(unit, context, id, said)));
  }
}

const reply = (status: number, decided: Decided): Reply | Refusal<ProblemCode> => {
  if (isRefusal(decided)) return decided;
  const { number, status: changed } = decided.change;
  return { status, body: { number, status: changed }, etag: decided.version };
};
