import type { Address, EntryPoint } from '@amends/contracts';
import { suggestionsFor, type Experience, type Suggestion, type SuggestingCase } from '@amends/domain/after-sales';
import { areaServed, earliestSlot } from '@amends/domain/pickups';
import { Clock } from '@amends/kernel';
import { EventStore } from '@amends/platform/event-store';
import { notFound, scopeOf, type Caller } from '@amends/platform/http';
import { Keyring } from '@amends/platform/personal-data';
import { Injectable } from '@nestjs/common';
import { KnownOrders, type OpenCase } from './known-orders';
import { Options } from './options';
import { caseAggregate } from './streams';

/** So many orders, the latest, are looked at: what somebody comes for is hardly older. */
const LATEST_ORDERS = 10;

export type Suggestions = Readonly<{ experience: Experience; data: readonly Suggestion[] }>;

/** The likely next steps of a buyer, each a request that can be sent as it is (api.md 3, requirements M17 to M20). */
@Injectable()
export class BuyerSuggestions {
  constructor(
    private readonly store: EventStore,
    private readonly orders: KnownOrders,
    private readonly options: Options,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** Best first, texts in both languages; a merchant sees his own orders, and a buyer who has none with him is 404. */
  async of(buyerId: string, caller: Caller, entryPoint: EntryPoint): Promise<Suggestions> {
    const scope = scopeOf(caller);
    if ((scope.buyerId ?? buyerId) !== buyerId) notFound();
    const where = { ...scope, buyerId };
    const [found, tickets] = await Promise.all([
      this.store.list(caseAggregate, { kind: 'case', where, limit: LATEST_ORDERS }),
      this.store.list(caseAggregate, { kind: 'after_sale', where, limit: 1 }),
    ]);
    if (found.items.length === 0 && scope.merchantId !== undefined) notFound();

    const cases = await Promise.all(found.items.map(({ id }) => this.orders.of(id, caller)));
    const experience = tickets.items.length > 0 ? 'experienced' : 'first_time';
    const suggesting = await Promise.all(cases.map((each) => this.suggesting(each, caller)));
    return { experience, data: suggestionsFor(suggesting, { role: caller.role, entryPoint, experience }) };
  }

  private async suggesting(known: OpenCase, caller: Caller): Promise<SuggestingCase> {
    const context = await this.options.contextOf(known, this.clock.now());
    return { known, context, pickup: caller.role === 'buyer' ? await this.pickupOf(known) : null };
  }

  /** The buyer's own address, which is nobody else's to see; null where it was erased, or no courier comes. */
  private async pickupOf({ order: { buyerId, shippingAddress } }: OpenCase): Promise<SuggestingCase['pickup']> {
    const address = await this.keyring.open<Address>(buyerId, shippingAddress.sealed);
    if (address === undefined || !areaServed(address.region)) return null;
    return { address, slot: earliestSlot(this.clock.now()) };
  }
}
