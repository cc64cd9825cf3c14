import type { FastRefundSettings } from '@amends/contracts';
import {
  buyerCreditAggregate,
  DEMO_SETTINGS,
  PRODUCTION_SETTINGS,
  promisedOn,
  settingsAggregate,
  settingsDecider,
  standingOf,
  type BuyerCredit,
  type CreditStanding,
} from '@amends/domain/refunds';
import type { Minor } from '@amends/kernel';
import { EventStore, handle, type Metadata, type Unit } from '@amends/platform/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type RefundsConfig } from '../config';
import { creditStream, settingsStream } from './streams';

/** What decides about a fast refund: the settings, and the buyer's standing. */
@Injectable()
export class FastRefundTerms {
  private readonly untilSaid: FastRefundSettings;

  constructor(
    private readonly store: EventStore,
    @Inject(CONFIG) { AMENDS_MODE: mode }: RefundsConfig,
  ) {
    this.untilSaid = mode === 'demo' ? DEMO_SETTINGS : PRODUCTION_SETTINGS;
  }

  /** As a unit sees them. */
  async within(
    unit: Unit,
    buyerId: string,
  ): Promise<Readonly<{ settings: FastRefundSettings; credit: CreditStanding; buyerToday: Minor }>> {
    const { state } = await unit.load(settingsAggregate, settingsStream);
    const { state: credit } = await unit.load(buyerCreditAggregate, creditStream(buyerId));
    const buyerToday = promisedOn(credit, unit.now);
    return { settings: state ?? this.untilSaid, credit: standingOf(credit), buyerToday };
  }

  /** The settings, with the version that a change may name; 0 before the first. */
  async settings(): Promise<Readonly<{ settings: FastRefundSettings; version: number }>> {
    const found = await this.store.read(settingsAggregate, settingsStream);
    return { settings: found?.state ?? this.untilSaid, version: found?.version ?? 0 };
  }

  /** What is known of a buyer; of one nobody has heard of, what everybody starts with. */
  async creditOf(buyerId: string): Promise<BuyerCredit> {
    const found = await this.store.read(buyerCreditAggregate, creditStream(buyerId));
    return found?.state ?? buyerCreditAggregate.initialState;
  }

  /** Says the settings to the other services before anybody has changed them. */
  async announce(): Promise<void> {
    await this.store.run(SYSTEM, async (unit) => {
      const { version } = await unit.load(settingsAggregate, settingsStream);
      if (version > 0) return;
      const data = { settings: this.untilSaid, at: unit.now };
      await handle(unit, settingsDecider, settingsStream, { type: 'ChangeSettings', data });
    });
  }
}

const SYSTEM: Metadata = { actor: { role: 'system', id: 'start' }, correlationId: 'fast-refund-settings' };
