import type { Sealed } from '@amends/contracts';
import {
  disputeView,
  type CaseState,
  type DisputeCommand,
  type DisputeView,
  type OrderReplica,
  type ToDispute,
} from '@amends/domain/after-sales';
import { Clock, isRefusal, refuse, type Refusal } from '@amends/kernel';
import { EventStore, type Unit } from '@amends/platform/event-store';
import {
  Commands,
  mayKnow,
  notFound,
  type Answerable,
  type Caller,
  type CommandContext,
  type ProblemCode,
  type Reply,
} from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { CaseFinder } from './case-finder';
import { Credit } from './credit';
import { EvidenceStore } from './evidence';
import { inLanguage } from './languages';
import { askedBy, caseAggregate } from './streams';
import { opened, sealed, sealedWords, unopened, type Words } from './texts';
import { againIfTaken } from './waybills';

/** Where a person acts: what every command carries, and how words are sealed. */
export type DisputeScene = Readonly<{
  asked: ToDispute;
  seal: (text: string) => Promise<Sealed>;
  sealWords: (words: Words) => Promise<Sealed | null>;
}>;

export type DisputeOptions = Readonly<{ keyRequired?: boolean; evidenceIds?: readonly string[] }>;

type Prepare = (scene: DisputeScene) => DisputeCommand | Promise<DisputeCommand>;

/** What people do in a dispute: find, check access and evidence, decide, answer with the dispute as it is after it. */
@Injectable()
export class Disputes {
  constructor(
    private readonly commands: Commands,
    private readonly finder: CaseFinder,
    private readonly store: EventStore,
    private readonly evidence: EvidenceStore,
    private readonly keyring: Keyring,
    private readonly credit: Credit,
    private readonly clock: Clock,
  ) {}

  /** Runs one action of a dispute. What was said is left out of the answer: answers are kept, words only sealed. */
  async act(
    context: CommandContext,
    disputeId: string,
    prepare: Prepare,
    { keyRequired = false, evidenceIds = [] }: DisputeOptions = {},
  ): Promise<void> {
    const streamId = (await this.finder.streamOfDispute(disputeId)) ?? notFound();
    const work = async (unit: Unit): Promise<Reply | Refusal<ProblemCode>> => {
      const { state } = await unit.load(caseAggregate, streamId);
      const order = orderOf(state, context.caller);
      if (order === undefined) return refuse('not_found', 'There is no such dispute.');
      const uncitable = await this.evidence.citable(evidenceIds, context.caller, unit);
      if (uncitable !== undefined) return uncitable;

      const command = await prepare(this.scene(unit, context, order, disputeId));
      const handled = await changeCase(unit, streamId, command, this.credit);
      if (isRefusal(handled)) return inLanguage(handled, context.language);
      this.evidence.cite(evidenceIds, order, unit);
      const view = disputeView(handled.state, disputeId, context.caller.role, unit.now) ?? notFound();
      return { status: 200, body: unopened(view), etag: view.version };
    };
    await againIfTaken(() => this.commands.run(context, work, { keyRequired }));
  }

  /** The dispute with all that was said, for those who may see its ticket. */
  async find(disputeId: string, caller: Caller): Promise<Answerable | undefined> {
    const streamId = await this.finder.streamOfDispute(disputeId);
    if (streamId === undefined) return undefined;
    const found = await this.store.read(caseAggregate, streamId);
    const order = found && orderOf(found.state, caller);
    const view = found && disputeView(found.state, disputeId, caller.role, this.clock.now());
    return order && view && { version: view.version, body: await this.inWords(view, order), streamId };
  }

  private async inWords(view: DisputeView, { buyerId }: OrderReplica): Promise<object> {
    return { ...((await opened(this.keyring, buyerId, view)) as object) };
  }

  private scene(
    unit: Unit,
    { caller, ifMatch }: CommandContext,
    { buyerId }: OrderReplica,
    disputeId: string,
  ): DisputeScene {
    const version = ifMatch === undefined ? {} : { ifMatch };
    return {
      asked: { ...askedBy(unit, { role: caller.role, id: caller.id }), disputeId, ...version },
      seal: (text) => sealed(this.keyring, buyerId, text),
      sealWords: (words) => sealedWords(this.keyring, buyerId, words),
    };
  }
}

/** The order of the case, if the caller may know of it. */
const orderOf = ({ order }: CaseState, caller: Caller): OrderReplica | undefined =>
  order !== null && mayKnow(caller, order) ? order : undefined;
