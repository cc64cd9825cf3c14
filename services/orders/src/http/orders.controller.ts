import { Clock, isRefusal, type Refusal } from '@amends/kernel';
import {
  CommandRequest,
  Commands,
  CurrentCaller,
  momentOf,
  MomentQuery,
  pathId,
  ReadRequest,
  Reads,
  Roles,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ProblemCode,
  type ReadContext,
  type Reply,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { AddressChanges } from '../application/address-changes';
import { OrderLists } from '../application/order-lists';
import { actorOf, Orders, withUniqueName, type Outcome, type Versioned } from '../application/orders';
import { orderStream } from '../application/streams';
import { orderView } from './order-view';
import { OrderQuery, PlaceOrderDto, ReceiptDto, ShipmentDto } from './order.dto';
import { newOrderOf } from './parsing';

@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly orders: Orders,
    private readonly lists: OrderLists,
    private readonly addressChanges: AddressChanges,
    private readonly commands: Commands,
    private readonly reads: Reads,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Roles('storefront')
  place(@Body() body: PlaceOrderDto, @CommandRequest() context: CommandContext): Promise<void> {
    const order = newOrderOf(body);
    return withUniqueName(() =>
      this.commands.run(context, async (unit) => reply(201, await this.orders.place(unit, context.caller, order)), {
        keyRequired: true,
      }),
    );
  }

  @Post(':id/shipments')
  @Roles('merchant', 'storefront')
  async ship(
    @Param('id', pathId('ord')) id: string,
    @Body() body: ShipmentDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    await this.orders.knowTickets(id);
    const by = actorOf(context.caller);
    return this.commands.run(context, async (unit) =>
      reply(
        201,
        await this.orders.change(unit, context, id, (at) => ({ type: 'ShipLines', data: { ...body, by, at } })),
      ),
    );
  }

  @Post(':id/receipt')
  @Roles('buyer', 'storefront')
  async receive(
    @Param('id', pathId('ord')) id: string,
    @Body() body: ReceiptDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    await this.orders.knowTickets(id);
    const by = actorOf(context.caller);
    const lineNumbers = body.lineNumbers ?? null;
    return this.commands.run(context, async (unit) =>
      reply(
        200,
        await this.orders.change(unit, context, id, (at) => ({
          type: 'ConfirmReceipt',
          data: { lineNumbers, by, at },
        })),
      ),
    );
  }

  @Get(':id')
  @Roles('buyer', 'merchant', 'storefront', 'agent', 'operator')
  async read(
    @Param('id', pathId('ord')) id: string,
    @Query() query: MomentQuery,
    @ReadRequest() context: ReadContext,
  ): Promise<void> {
    const moment = momentOf(query, this.clock);
    if (moment !== undefined) {
      const past = await this.orders.past(context.caller, id, moment);
      this.reads.answerPast(context, past && { version: past.version, body: await this.shown(past) });
      return;
    }
    return this.reads.answer(context, async () => {
      const found = await this.orders.find(context.caller, id);
      return found && { version: found.version, body: await this.shown(found), streamId: orderStream(id) };
    });
  }

  @Get()
  @Roles('buyer', 'merchant', 'storefront', 'agent', 'operator')
  async list(@Query() query: OrderQuery, @CurrentCaller() caller: Caller): Promise<ListAnswer<object>> {
    const { items, nextCursor } = await this.lists.list(caller, query);
    return { data: await Promise.all(items.map((item) => this.shown(item))), nextCursor };
  }

  private async shown(order: Versioned): Promise<object> {
    return orderView(order, await this.addressChanges.wordsOf(order.state));
  }
}

const reply = (status: number, outcome: Outcome): Reply | Refusal<ProblemCode> =>
  isRefusal(outcome) ? outcome : { status, body: orderView(outcome), etag: outcome.version };
