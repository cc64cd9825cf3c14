import {
  ticketView,
  type CaseState,
  type OrderReplica,
  type DisputeCommand,
  type PersonsCommand,
  type Ticket,
  type ToTicket,
} from '@amends/domain/after-sales';
import type { Sealed } from '@amends/contracts';
import { isRefusal, refuse, type Refusal } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import { Commands, mayKnow, notFound, type CommandContext, type ProblemCode, type Reply } from '@amends/platform/http';
import { Freshness } from '@amends/platform/messaging';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { CaseFinder, orderOfStream } from './case-finder';
import { Credit } from './credit';
import { EvidenceStore } from './evidence';
import { inLanguage } from './languages';
import { askedBy, caseAggregate } from './streams';
import { sealed, sealedWords, type Words } from './texts';
import { againIfTaken } from './waybills';

/** Where a person acts: the ticket and its order as they are now, and what every command carries. */
export type Scene = Readonly<{
  unit: Unit;
  state: CaseState;
  order: OrderReplica;
  ticket: Ticket;
  asked: ToTicket;
  seal: (value: object | string) => Promise<Sealed>;
  /** Null where nothing is said. */
  sealWords: (words: Words) => Promise<Sealed | null>;
}>;

export type ActOptions = Readonly<{
  /** 201 where the action creates something (rulings.md 3.10). */
  status?: 200 | 201;
  keyRequired?: boolean;
  /** Evidence that the action cites. */
  evidenceIds?: readonly string[];
  /** What else is written when the action was accepted. */
  accepted?: (scene: Scene) => void;
}>;

/** Makes the command of an action, or refuses it. */
export type Prepare = (
  scene: Scene,
) =>
  | PersonsCommand
  | DisputeCommand
  | Refusal<ProblemCode>
  | Promise<PersonsCommand | DisputeCommand | Refusal<ProblemCode>>;

/** What people do with tickets: find, check access and evidence, decide, answer with the ticket as it is after it. */
@Injectable()
export class Tickets {
  constructor(
    private readonly commands: Commands,
    private readonly finder: CaseFinder,
    private readonly freshness: Freshness,
    private readonly evidence: EvidenceStore,
    private readonly keyring: Keyring,
    private readonly credit: Credit,
  ) {}

  /** Runs one action of the table in api.md 4 and answers with the ticket. What the caller may not see is 404. */
  async act(context: CommandContext, afterSaleId: string, prepare: Prepare, options: ActOptions = {}): Promise<void> {
    const { status = 200, keyRequired = false, evidenceIds = [], accepted } = options;
    const streamId = (await this.finder.streamOf(afterSaleId)) ?? notFound();
    await this.freshness.heard('orders', orderOfStream(streamId));
    const work = async (unit: Unit): Promise<Reply | Refusal<ProblemCode>> => {
      const scene = await this.sceneOf(unit, context, streamId, afterSaleId);
      if (isRefusal(scene)) return scene;
      const uncitable = await this.evidence.citable(evidenceIds, context.caller, unit);
      if (uncitable !== undefined) return uncitable;

      const command = await prepare(scene);
      if (isRefusal(command)) return inLanguage(command, context.language);
      const handled = await changeCase(unit, streamId, command, this.credit);
      if (isRefusal(handled)) return inLanguage(handled, context.language);
      this.evidence.cite(evidenceIds, scene.order, unit);
      accepted?.(scene);
      return ticketReply(status, handled.state, afterSaleId, context, unit);
    };
    await againIfTaken(() => this.commands.run(context, work, { keyRequired }));
  }

  private async sceneOf(
    unit: Unit,
    { caller, ifMatch }: CommandContext,
    streamId: string,
    afterSaleId: string,
  ): Promise<Scene | Refusal<'not_found'>> {
    const { state } = await unit.load(caseAggregate, streamId);
    const ticket = state.tickets.find(({ id }) => id === afterSaleId);
    const { order } = state;
    if (order === null || ticket === undefined || !mayKnow(caller, order))
      return refuse('not_found', 'There is no such ticket.');
    const version = ifMatch === undefined ? {} : { ifMatch };
    const asked = { ...askedBy(unit, { role: caller.role, id: caller.id }), afterSaleId, ...version };
    const { buyerId } = order;
    return {
      ...{ unit, state, order, ticket, asked },
      seal: (value) => sealed(this.keyring, buyerId, value),
      sealWords: (words) => sealedWords(this.keyring, buyerId, words),
    };
  }
}

/** The answer of a write: the ticket as its caller sees it now, with its own version. */
export const ticketReply = (
  status: number,
  state: CaseState,
  afterSaleId: string,
  { caller }: Pick<CommandContext, 'caller'>,
  unit: Pick<Unit, 'now'>,
): Reply => {
  const view = ticketView(state, afterSaleId, caller.role, unit.now) ?? notFound();
  return { status, body: view, etag: view.version };
};
