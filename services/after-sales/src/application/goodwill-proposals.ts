import {
  EMPTY_SHELF,
  goodwillProposalAggregate,
  goodwillProposalDecider,
  proposalView,
  type CaseCommand,
  type GoodwillProposal,
  type ProposalCommand,
  type ProposalStatus,
} from '@amends/domain/after-sales';
import { Clock, isRefusal, refuse, uuidOf, type Refusal } from '@amends/kernel';
import { EventStore, handle, type Unit } from '@amends/platform/event-store';
import {
  Commands,
  notFound,
  type Answerable,
  type Caller,
  type CommandContext,
  type ListAnswer,
  type ProblemCode,
  type Reply,
} from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { changeCase } from './case-changes';
import { EvidenceStore } from './evidence';
import { inLanguage } from './languages';
import { askedBy, caseStreamOf, merchantAggregate, merchantStreamOf } from './streams';
import { opened, sealed, unopened } from './texts';

export type ProposalFilter = Readonly<{
  status?: ProposalStatus | undefined;
  orderId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}>;

/** Goodwill that waits for another person's word. */
@Injectable()
export class GoodwillProposals {
  constructor(
    private readonly commands: Commands,
    private readonly store: EventStore,
    private readonly keyring: Keyring,
    private readonly evidence: EvidenceStore,
    private readonly clock: Clock,
  ) {}

  /** Another person agrees: what was proposed is given in the same change, or refused with what now stands in its way. */
  confirm(context: CommandContext, id: string): Promise<void> {
    const work = async (unit: Unit): Promise<Reply | Refusal<ProblemCode>> => {
      const proposal = await this.visible(unit, id, context.caller);
      if (proposal === undefined) return noSuch();
      const grantId = unit.newId(proposal.gift.kind === 'coupon' ? 'cpn' : 'aft');
      const command = { type: 'Confirm', data: { ...askedOf(unit, context), grantId } } as const;
      const decision = goodwillProposalDecider.decide(command, proposal);
      if (isRefusal(decision)) return decision;
      const given = await this.give(unit, context, proposal, grantId);
      if (isRefusal(given)) return inLanguage(given, context.language);
      return this.run(unit, context, id, command);
    };
    return this.commands.run(context, work, { keyRequired: true });
  }

  /** It is not given, and why; the one who has proposed it may withdraw it so. */
  decline(context: CommandContext, id: string, words: string): Promise<void> {
    return this.commands.run(context, async (unit) => {
      const proposal = await this.visible(unit, id, context.caller);
      if (proposal === undefined) return noSuch();
      const explanation = await sealed(this.keyring, proposal.buyerId, words);
      return this.run(unit, context, id, { type: 'Decline', data: { ...askedOf(unit, context), explanation } });
    });
  }

  /** A proposal with what was said of it. */
  async find(id: string, caller: Caller): Promise<Answerable | undefined> {
    const streamId = streamOf(id);
    const proposal = (await this.store.read(goodwillProposalAggregate, streamId))?.state ?? null;
    if (proposal === null || !mayRead(caller, proposal)) return undefined;
    return { version: proposal.version, body: await this.shown(proposal, caller), streamId };
  }

  /** The newest proposals of the caller's own people: a merchant's, or the platform's. */
  async list(caller: Caller, { limit, cursor, ...filter }: ProposalFilter): Promise<ListAnswer<object>> {
    const own = caller.role === 'merchant' ? { type: 'merchant', merchantId: caller.merchantId } : { type: 'agent' };
    const page = await this.store.list(goodwillProposalAggregate, {
      kind: 'goodwill_proposal',
      where: Object.fromEntries(Object.entries({ ...filter, ...own }).filter(([, value]) => value !== undefined)),
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const proposals = page.items.flatMap(({ state }) => state ?? []);
    return {
      data: await Promise.all(proposals.map((proposal) => this.shown(proposal, caller))),
      nextCursor: page.nextCursor,
    };
  }

  private async give(unit: Unit, { caller }: CommandContext, proposal: GoodwillProposal, grantId: string) {
    const { gift, giver, amount, orderId, merchantId, buyerId } = proposal;
    const asked = askedBy(unit, { role: caller.role, id: caller.id });
    const { state: merchant } = await unit.load(merchantAggregate, merchantStreamOf(merchantId));
    const command: CaseCommand =
      gift.kind === 'coupon'
        ? {
            type: 'GrantCoupon',
            data: { ...asked, ...gift, couponId: grantId, value: amount, giver },
          }
        : {
            type: 'Submit',
            data: {
              ...asked,
              ...{ afterSaleId: grantId, application: gift.application, entryPoint: gift.entryPoint },
              ...{ description: gift.description, pickup: null, goodwill: giver, merchant, shelf: EMPTY_SHELF },
            },
          };
    const handled = await changeCase(unit, caseStreamOf(orderId) ?? notFound(), command);
    if (!isRefusal(handled) && gift.kind === 'compensation')
      this.evidence.cite(gift.application.evidenceIds, { buyerId, merchantId }, unit);
    return handled;
  }

  private async run(
    unit: Unit,
    { caller }: CommandContext,
    id: string,
    command: ProposalCommand,
  ): Promise<Reply | Refusal<ProblemCode>> {
    const handled = await handle(unit, goodwillProposalDecider, streamOf(id), command);
    if (isRefusal(handled)) return handled;
    const view = proposalView(handled.state ?? notFound(), caller, unit.now);
    // Answers are kept: words only sealed.
    return { status: 200, body: unopened(view), etag: view.version };
  }

  private async visible(unit: Unit, id: string, caller: Caller): Promise<GoodwillProposal | undefined> {
    const { state } = await unit.load(goodwillProposalAggregate, streamOf(id));
    return state !== null && mayRead(caller, state) ? state : undefined;
  }

  private async shown(proposal: GoodwillProposal, caller: Caller): Promise<object> {
    const view = proposalView(proposal, caller, this.clock.now());
    return (await opened(this.keyring, proposal.buyerId, view)) as object;
  }
}

const askedOf = ({ now: at }: Unit, { caller: { role, id }, ifMatch }: CommandContext) => ({
  at,
  by: { role, id },
  ...(ifMatch === undefined ? {} : { ifMatch }),
});

const streamOf = (id: string): string => uuidOf(id, 'gwp') ?? notFound();

const noSuch = (): Refusal<'not_found'> => refuse('not_found', 'There is no such proposal.');

/** A merchant's is between his own people, the platform's between its own; routes let in nobody else. */
const mayRead = ({ role, merchantId }: Caller, { giver }: GoodwillProposal): boolean =>
  role === 'merchant' ? giver.kind === 'merchant' && giver.id === merchantId : giver.kind === 'agent';
