import {
  accountAggregate,
  linkTerms,
  liveLinkOf,
  recoveryIdOf,
  recoveryOf,
  type Account,
  type AccountRefusal,
} from '@amends/domain/refunds';
import { isRefusal, type Refusal } from '@amends/kernel';
import { Lanes, stubbornly } from '@amends/platform/effects';
import { EventStore, type Metadata, type StoredEvent, type Unit } from '@amends/platform/event-store';
import { LOG, problem } from '@amends/platform/http';
import type { Log } from '@amends/platform/observability';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { changeAccount } from './change-account';
import { PaymentPages } from './providers/payment-pages';

/** So many questions are under way at once. */
const WIDTH = 4;

/** The provider tells by itself that something has become of a link; it may come late, twice, or be about nothing of ours. */
export type NotifiedOfLink = Readonly<{ id: string; linkNumber: string }>;

type Place = Readonly<{ streamId: string; refundId: string }>;

/**
 * Links by which buyers pay what they owe. The provider is asked outside the books, and what it says is booked: a link that
 * was made and could not be booked is known to nobody, and expires.
 */
@Injectable()
export class PaymentLinks implements OnModuleInit, OnModuleDestroy {
  private readonly lanes = new Lanes(WIDTH);
  private stopHearing: () => void = () => undefined;

  constructor(
    private readonly store: EventStore,
    private readonly pages: PaymentPages,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.stopHearing = this.store.committed((events) => events.forEach((event) => this.heard(event)));
  }

  async onModuleDestroy(): Promise<void> {
    this.stopHearing();
    await this.lanes.idle();
  }

  /** The account with a link that can be paid: the one there is, or a new one. @throws Problem `unavailable` without the provider */
  async open(unit: Unit, { streamId, refundId }: Place, returnUrl: string): Promise<Account | Refusal<AccountRefusal>> {
    const { state: account } = await unit.load(accountAggregate, streamId);
    const fast = recoveryOf(account, refundId);
    if (fast && liveLinkOf(fast)) return account;
    const terms = linkTerms(account, refundId, unit.now);
    if (isRefusal(terms)) return terms;
    const currency = account.order?.currency ?? '';
    const made = await this.pages.make({ ...terms, refundId, currency, returnUrl });
    if (made === 'silence') return problem('unavailable');
    const opened = await changeAccount(unit, streamId, {
      type: 'OpenPaymentLink',
      data: { ...terms, ...made, refundId, at: unit.now },
    });
    return isRefusal(opened) ? opened : opened.state;
  }

  /** Closes the link that can be paid, if there is one: something else is to happen. If it is paid, or about to be, that stands. */
  async close(place: Place, metadata: Metadata): Promise<void> {
    await this.settle(place, metadata, (providerId) => this.pages.close(providerId));
  }

  /** Only a reason to ask. Answers whether it is dealt with; if not, the provider should tell it again. */
  async take({ id, linkNumber: number }: NotifiedOfLink): Promise<boolean> {
    const refundId = recoveryIdOf(number);
    const page = await this.store.list(accountAggregate, { kind: 'recovery', where: { id: refundId }, limit: 1 });
    const [found] = page.items;
    if (found === undefined) {
      this.log.warn('psp.notified_of_unknown_link', { number });
      return true;
    }
    const metadata = { actor: PROVIDER, correlationId: `psp-notification-${id}`.slice(0, 200) };
    return this.ask({ streamId: found.streamId, refundId }, metadata);
  }

  private heard({ type, streamId, data, metadata, id }: StoredEvent): void {
    if (type !== 'account.payment_link_due') return;
    const { refundId } = data as Readonly<{ refundId: string }>; // the account's own event
    void this.ask({ streamId, refundId }, { ...metadata, actor: PROVIDER, causationId: id });
  }

  private ask(place: Place, metadata: Metadata): Promise<boolean> {
    return this.settle(place, metadata, (providerId) => this.pages.query(providerId));
  }

  /** Books the provider's answer about the link that can be paid. Answers whether there was one, and it could. */
  private async settle(
    { streamId, refundId }: Place,
    metadata: Metadata,
    call: (providerId: string) => ReturnType<PaymentPages['query']>,
  ): Promise<boolean> {
    let isDone = false;
    await this.lanes.run(refundId, async () => {
      const booked = await stubbornly(
        async () => {
          const loaded = await this.store.read(accountAggregate, streamId);
          const fast = loaded && recoveryOf(loaded.state, refundId);
          const link = fast && liveLinkOf(fast);
          if (link === undefined) return true;
          const { number, providerId } = link;
          const answer = await call(providerId);
          if (answer.outcome === 'silence') return false;
          const heard = await this.store.run(metadata, (unit) =>
            changeAccount(unit, streamId, {
              type: 'HearPaymentLink',
              data: { refundId, number, answer, at: unit.now },
            }),
          );
          if (isRefusal(heard))
            this.log.error('payment_link.answer_refused', undefined, { number, code: heard.refused });
          return !isRefusal(heard);
        },
        (fault) => this.log.error('payment_link.answer_not_recorded', fault),
      );
      isDone = booked === true;
    });
    return isDone;
  }
}

const PROVIDER = { role: 'system', id: 'payment_provider' } as const;
