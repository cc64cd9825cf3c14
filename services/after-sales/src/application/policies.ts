import {
  merchantAggregate,
  merchantDecider,
  policyAt,
  policyCategories,
  policyCategory,
  policyDocument,
  policyInForce,
  UNKNOWN_MERCHANT,
  type AutoApproveRule,
  type Merchant,
  type MerchantCommand,
  type MerchantTerms,
  type PolicyCategory,
  type PolicyDocument,
  type PolicyFlags,
} from '@amends/domain/after-sales';
import { Clock, isRefusal, type Instant } from '@amends/kernel';
import { EventStore, handle } from '@amends/platform/event-store';
import { Commands, notFound, problem, type Caller, type CommandContext } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { KnownOrders } from './known-orders';
import { merchantStreamOf } from './streams';

/** The platform's terms, what merchants promise beyond them, and what they approve unseen. */
@Injectable()
export class Policies {
  constructor(
    private readonly store: EventStore,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly orders: KnownOrders,
  ) {}

  /** The terms of every category, of a merchant if one is named, as they were at an instant. */
  async of(merchantId?: string, at?: Instant): Promise<readonly PolicyDocument[]> {
    const merchant = merchantId === undefined ? UNKNOWN_MERCHANT : await this.merchant(merchantId);
    return viewsOf(merchant, at ?? this.clock.now());
  }

  /** The one for a shop's category: a name that policies do not know has the default terms. */
  named(all: readonly PolicyDocument[], category: string): PolicyDocument {
    return all.find((each) => each.category === policyCategory(category)) ?? notFound();
  }

  /** What was promised for the goods of an order, by their categories, with what is better since (requirement M84). */
  async ofOrder(orderId: string, caller: Caller): Promise<readonly PolicyDocument[]> {
    const { order } = await this.orders.of(orderId, caller);
    const merchant = await this.merchant(order.merchantId);
    const categories = new Set(order.lines.map(({ category }) => policyCategory(category)));
    const at = this.clock.now();
    return [...categories].map((category) => policyDocument(policyInForce(category, merchant, { ...order, at })));
  }

  /** Sets a merchant's promises for a category, or for all but fresh goods. Below the platform's: `policy_less_generous`. */
  async setTerms(
    context: CommandContext,
    merchantId: string,
    { category, terms }: Readonly<{ category: PolicyCategory | null; terms: MerchantTerms }>,
  ): Promise<void> {
    ownOrNothing(merchantId, context.caller);
    const command = (at: Instant): MerchantCommand => ({ type: 'SetTerms', data: { merchantId, category, terms, at } });
    await this.change(context, merchantId, command, (merchant, at) => policiesOf(merchantId, merchant, at));
  }

  /** Sets what the platform lets a shop keep of returns, or demands of it; the platform's people's to say. */
  async setFlags(context: CommandContext, merchantId: string, flags: PolicyFlags): Promise<void> {
    const command = (at: Instant): MerchantCommand => ({ type: 'SetFlags', data: { merchantId, flags, at } });
    await this.change(context, merchantId, command, (merchant, at) => policiesOf(merchantId, merchant, at));
  }

  /** A merchant's own rules; another's are 404. */
  async rules(merchantId: string, caller: Caller): Promise<readonly AutoApproveRule[]> {
    ownOrNothing(merchantId, caller);
    return (await this.merchant(merchantId)).rules;
  }

  /** Replaces a merchant's rules. */
  async setRules(context: CommandContext, merchantId: string, rules: readonly AutoApproveRule[]): Promise<void> {
    ownOrNothing(merchantId, context.caller);
    const command = (at: Instant): MerchantCommand => ({
      type: 'SetAutoApproveRules',
      data: { merchantId, rules, at },
    });
    await this.change(context, merchantId, command, (merchant) => ({ data: merchant.rules, nextCursor: null }));
  }

  private async change(
    context: CommandContext,
    merchantId: string,
    command: (at: Instant) => MerchantCommand,
    answer: (merchant: Merchant, at: Instant) => object,
  ): Promise<void> {
    await this.commands.run(context, async (unit) => {
      const streamId = merchantStreamOf(merchantId);
      const { version } = await unit.load(merchantAggregate, streamId);
      if (context.ifMatch !== undefined && context.ifMatch !== version)
        return problem('version_conflict', { version, allowedActions: [] });
      const handled = await handle(unit, merchantDecider, streamId, command(unit.now));
      if (isRefusal(handled)) return handled;
      return { status: 200, body: answer(handled.state, unit.now), etag: handled.version };
    });
  }

  private async merchant(merchantId: string): Promise<Merchant> {
    const loaded = await this.store.read(merchantAggregate, merchantStreamOf(merchantId));
    return loaded?.state ?? UNKNOWN_MERCHANT;
  }
}

const policiesOf = (merchantId: string, merchant: Merchant, at: Instant): object => ({
  merchantId,
  data: viewsOf(merchant, at),
  nextCursor: null,
});

const viewsOf = (merchant: Merchant, at: Instant): readonly PolicyDocument[] =>
  policyCategories.map((category) => policyDocument(policyAt(category, merchant, at)));

const ownOrNothing = (merchantId: string, caller: Caller): void => {
  if (caller.merchantId !== merchantId) notFound();
};
