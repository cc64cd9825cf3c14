import { skusToLookUp, type Application, type CaseCommand, type OrderReplica } from '@amends/domain/after-sales';
import type { Address, EntryPoint, Initiator, Slot } from '@amends/contracts';
import { isRefusal, type Refusal } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import {
  Commands,
  malformed,
  notFound,
  problem,
  type Caller,
  type CommandContext,
  type FieldError,
  type ProblemCode,
  type Reply,
} from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { Credit } from './credit';
import { keepDenial } from './denials';
import { EvidenceStore } from './evidence';
import { Goodwill, giverOf } from './goodwill';
import { KnownOrders } from './known-orders';
import { inLanguage } from './languages';
import { Shelves } from './shelves';
import { askedBy, caseAggregate, caseStreamOf, merchantAggregate, merchantStreamOf } from './streams';
import { sealed, sealedWords } from './texts';
import { ticketReply } from './tickets';

/** An application as it was sent. */
export type SentApplication = Readonly<{
  orderId: string;
  application: Omit<Application, 'initiator'>;
  entryPoint: EntryPoint;
  description: string | null;
  pickup: Readonly<{ slot: Slot | null; address: Address | null }> | null;
}>;

/** Applying for after-sale, as the buyer or on the buyer's behalf. */
@Injectable()
export class Applications {
  constructor(
    private readonly commands: Commands,
    private readonly orders: KnownOrders,
    private readonly evidence: EvidenceStore,
    private readonly keyring: Keyring,
    private readonly credit: Credit,
    private readonly shelves: Shelves,
    private readonly goodwill: Goodwill,
  ) {}

  /** Opens a ticket and answers with it; a refusal says why, and what would be possible instead, and a denial is kept. */
  async submit(context: CommandContext, sent: SentApplication): Promise<void> {
    const { caller, language } = context;
    if (context.key === undefined) problem('idempotency_key_required');
    if (sent.application.type === 'compensation' && caller.role === 'buyer') problem('forbidden');
    const { order } = await this.orders.of(sent.orderId, caller);
    const unknown = unknownLines(sent.application, order);
    if (unknown.length > 0) malformed(...unknown);

    await this.shelves.fresh(skusToLookUp(sent.application, order));
    const streamId = caseStreamOf(sent.orderId) ?? notFound();
    const { evidenceIds } = sent.application;
    const work = async (unit: Unit): Promise<Reply | Refusal<ProblemCode>> => {
      const uncitable = await this.evidence.citable(evidenceIds, caller, unit);
      if (uncitable !== undefined) return uncitable;
      const command = await this.commandOf(unit, context, sent, order);
      const waiting = await this.goodwillAbove(unit, context, order, command);
      if (waiting !== undefined) return waiting;
      const handled = await changeCase(unit, streamId, command, this.credit);
      if (isRefusal(handled)) {
        await keepDenial(unit, handled, command, order);
        return inLanguage(handled, language);
      }
      this.evidence.cite(evidenceIds, order, unit);
      return ticketReply(201, handled.state, command.data.afterSaleId, context, unit);
    };
    await this.commands.run(context, work, { keyRequired: true });
  }

  /** What a giver may not give alone waits for another person; undefined: it is his to give, or is no goodwill. */
  private async goodwillAbove(
    unit: Unit,
    context: CommandContext,
    order: OrderReplica,
    command: Extract<CaseCommand, { type: 'Submit' }>,
  ): Promise<Reply | Refusal<ProblemCode> | undefined> {
    const { goodwill: giver, application, entryPoint, description } = command.data;
    if (giver === undefined) return undefined;
    const { state } = await unit.load(caseAggregate, caseStreamOf(order.orderId) ?? notFound());
    const gift = { kind: 'compensation', application, entryPoint, description } as const;
    const amount = application.requestedAmount ?? 0;
    return this.goodwill.proposed(unit, context, state, { order, giver, amount, gift, command });
  }

  private async commandOf(
    unit: Unit,
    { caller }: CommandContext,
    { application, entryPoint, description, pickup }: SentApplication,
    order: OrderReplica,
  ) {
    const { buyerId, merchantId } = order;
    const skus = skusToLookUp(application, order);
    const { state: merchant } = await unit.load(merchantAggregate, merchantStreamOf(merchantId));
    return {
      type: 'Submit' as const,
      data: {
        ...askedBy(unit, { role: caller.role, id: caller.id }),
        afterSaleId: unit.newId('aft'),
        application: { ...application, initiator: initiatorOf(caller) },
        merchant,
        shelf: await this.shelves.in(unit, merchantId, skus),
        stock: await this.shelves.stockIn(unit, merchantId, skus),
        ...(application.type === 'compensation' && { goodwill: giverOf(caller) }),
        entryPoint,
        description: await sealedWords(this.keyring, buyerId, description),
        pickup: pickup && {
          slot: pickup.slot,
          address: pickup.address && (await sealed(this.keyring, buyerId, { ...pickup.address })),
        },
      },
    };
  }
}

/** On whose initiative a ticket is opened (rulings.md 1.9): whoever works for the platform is an agent here. */
export const initiatorOf = ({ role }: Caller): Initiator => (role === 'buyer' || role === 'merchant' ? role : 'agent');

/** Lines that the order does not have: nothing to judge, but something to correct (rulings.md 1.2). */
export const unknownLines = (
  { lines }: Pick<Application, 'lines'>,
  order: Pick<OrderReplica, 'lines'>,
): readonly FieldError[] =>
  lines.flatMap(({ lineNumber }, index) =>
    order.lines.some((line) => line.lineNumber === lineNumber)
      ? []
      : [{ pointer: `/lines/${String(index)}/lineNumber`, code: 'malformed', detail: 'The order has no such line.' }],
  );
