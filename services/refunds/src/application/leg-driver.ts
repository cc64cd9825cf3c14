import {
  accountAggregate,
  agrees,
  isExternal,
  legAt,
  OPEN,
  type Account,
  type AccountCommand,
  type AccountEvent,
  type Leg,
  type ProviderLimits,
  type ProviderAnswer,
} from '@amends/domain/refunds';
import { between, Clock, isRefusal, SECOND_MS, type Instant } from '@amends/kernel';
import { crashPoint, Lanes, stubbornly } from '@amends/platform/effects';
import { EventStore, type Metadata, type StoredEvent } from '@amends/platform/event-store';
import { LOG, METRICS } from '@amends/platform/http';
import type { Log, Metrics } from '@amends/platform/observability';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type RefundsConfig } from '../config';
import { changeAccount } from './change-account';
import { LegGauge } from './leg-gauge';
import { limitsOf } from './providers/limits';
import { PaymentProvider, type AskedRefund } from './providers/payment-provider';

/** A leg of a refund, in its account. */
export type LegPlace = Readonly<{ streamId: string; refundId: string; legId: string }>;

const CORRECTIONS = 5;
/** A turn that was written down so slowly is taken again: the others count from when it was asked for. */
const TURN_HOLDS_MS = 5 * SECOND_MS;
const PAGE = 100;

/**
 * Asks the payment provider for what was decided, after it was committed, and records the answers. What a crash leaves
 * undone is found again: at the start, and by the leg's own deadline. Calls about one leg wait for each other.
 */
@Injectable()
export class LegDriver implements OnModuleInit, OnModuleDestroy {
  private readonly lanes: Lanes;
  private readonly gauge: LegGauge;
  private readonly limits: ProviderLimits | undefined;
  private stopHearing: () => void = () => undefined;

  constructor(
    private readonly store: EventStore,
    private readonly provider: PaymentProvider,
    private readonly clock: Clock,
    @Inject(CONFIG) config: RefundsConfig,
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.lanes = new Lanes(config.PSP_CONCURRENCY);
    this.limits = limitsOf(config);
    this.gauge = new LegGauge(metrics);
  }

  onModuleInit(): void {
    this.stopHearing = this.store.committed((events) => events.forEach((event) => this.heard(event)));
  }

  async onModuleDestroy(): Promise<void> {
    this.stopHearing();
    await this.lanes.idle();
    await this.provider.close();
  }

  /** Asks about every leg that was left without an answer. */
  async resume(): Promise<void> {
    for (const status of ['processing', 'partially_succeeded']) {
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const page = await this.store.list(accountAggregate, {
          kind: 'refund',
          where: { status },
          limit: PAGE,
          ...(cursor === undefined ? {} : { cursor }),
        });
        for (const { id, streamId, state } of page.items) this.resumeOne(state, streamId, id);
        cursor = page.nextCursor;
      }
    }
  }

  /** Asks the provider what became of the leg and records it, whatever was concluded before. Answers whether it could. */
  async ask(place: LegPlace, metadata: Metadata): Promise<boolean> {
    let heard = false;
    await this.lanes.run(place.legId, async () => {
      heard = await this.query(place, metadata);
    });
    return heard;
  }

  private heard(event: StoredEvent): void {
    if (event.type === 'refund_leg.submitted') this.start(event, (place, metadata) => this.submit(place, metadata));
    if (event.type === 'account.leg_asked') this.start(event, (place, metadata) => this.query(place, metadata));
    if (event.type.startsWith('refund_leg.')) this.gauge.note(event.data);
  }

  private start(event: StoredEvent, call: (place: LegPlace, metadata: Metadata) => Promise<unknown>): void {
    const place = { streamId: event.streamId, ...placeIn(event.data) };
    void this.lanes.run(place.legId, async () => {
      await call(place, becauseOf(event));
    });
  }

  private resumeOne(account: Account, streamId: string, refundId: string): void {
    const refund = account.refunds.find((each) => each.refundId === refundId);
    const metadata = { actor: PROVIDER, correlationId: refundId };
    for (const leg of refund?.legs ?? []) {
      this.gauge.found(leg.legId, leg.status);
      if (isExternal(leg) && leg.status === 'submitted')
        void this.ask({ streamId, refundId, legId: leg.legId }, metadata);
    }
  }

  private async submit(place: LegPlace, metadata: Metadata): Promise<void> {
    const found = await this.find(place);
    if (found === undefined || !OPEN.has(found.leg.status)) return;
    const { leg, currency } = found;
    const asked = askedOf(leg);
    if (asked === undefined) return;
    const { amount, attempts } = leg;
    if (!(await this.hasTurn(place, attempts, metadata))) return;
    const answer = await this.provider.refund({ ...asked, amount, currency });
    crashPoint('provider.answered');
    await this.record(place, attempts, answer, metadata);
  }

  /** Whether the provider's limits let this try be sent now; if not, it has been put into the queue of its payment. */
  private async hasTurn(place: LegPlace, attempt: number, metadata: Metadata): Promise<boolean> {
    const { limits } = this;
    if (limits === undefined) return true;
    const { streamId, refundId, legId } = place;
    for (;;) {
      const taken = await this.change(streamId, metadata, (at) => ({
        type: 'TakeTurn',
        data: { refundId, legId, attempt, limits, at },
      }));
      const sent = taken === undefined || isRefusal(taken) ? undefined : taken.events.find(isSent);
      if (sent === undefined) return false;
      if (between(sent.data.occurredAt, this.clock.now()) <= TURN_HOLDS_MS) return true;
    }
  }

  private async query(place: LegPlace, metadata: Metadata): Promise<boolean> {
    const found = await this.find(place);
    const asked = found && askedOf(found.leg);
    if (found === undefined) return false;
    if (asked === undefined) return true;
    const answer = await this.provider.query(asked);
    if (answer.outcome === 'silence') return false;
    return this.record(place, found.leg.attempts, answer, metadata);
  }

  /**
   * Records an answer. Where it contradicts what was concluded, the provider's present word decides; answers whether that
   * could be heard, if it was needed.
   */
  private async record(place: LegPlace, attempt: number, answer: ProviderAnswer, metadata: Metadata): Promise<boolean> {
    const { streamId, refundId, legId } = place;
    const heard = await this.change(streamId, metadata, (at) => ({
      type: 'HearProvider',
      data: { refundId, legId, attempt, answer, at },
    }));
    if (heard === undefined) return false;
    const found = isRefusal(heard) ? undefined : legAt(heard.state, place);
    if (found === undefined || OPEN.has(found.leg.status) || agrees(found.leg, answer)) return true;
    for (let round = 0; round < CORRECTIONS; round++) {
      const corrected = await this.correct(place, metadata);
      if (corrected !== 'overtaken') return corrected === 'agreed';
    }
    return false;
  }

  /** `overtaken`: the refund has changed while the provider was asked. */
  private async correct(place: LegPlace, metadata: Metadata): Promise<'agreed' | 'overtaken' | 'unheard'> {
    const found = await this.find(place);
    const asked = found && askedOf(found.leg);
    if (found === undefined || OPEN.has(found.leg.status) || asked === undefined) return 'agreed';
    const { leg, version: seen } = found;
    const { streamId, refundId, legId } = place;
    const answer = await this.provider.query(asked);
    if (answer.outcome === 'silence') return 'unheard';
    if (agrees(leg, answer)) return 'agreed';
    const corrected = await this.change(streamId, metadata, (at) => ({
      type: 'CorrectLeg',
      data: { refundId, legId, seen, answer, at },
    }));
    if (corrected === undefined) return 'unheard';
    return isRefusal(corrected) ? 'overtaken' : 'agreed';
  }

  private change(streamId: string, metadata: Metadata, command: (at: Instant) => AccountCommand) {
    return this.stubbornly(() => this.store.run(metadata, (unit) => changeAccount(unit, streamId, command(unit.now))));
  }

  private async find({ streamId, refundId, legId }: LegPlace) {
    const loaded = await this.stubbornly(() => this.store.read(accountAggregate, streamId));
    const found = loaded && legAt(loaded.state, { refundId, legId });
    return found && { leg: found.leg, version: found.refund.version, currency: loaded.state.order?.currency ?? '' };
  }

  /** What could not be recorded the query will tell. */
  private stubbornly<T>(work: () => Promise<T>): Promise<T | undefined> {
    return stubbornly(work, (fault) => this.log.error('refund_leg.answer_not_recorded', fault));
  }
}

const isSent = (event: AccountEvent): event is Extract<AccountEvent, { type: 'account.leg_sent' }> =>
  event.type === 'account.leg_sent';

/** What the provider knows the leg by; undefined for a leg in our own books. */
const askedOf = ({ refundNumber, paymentId }: Leg): AskedRefund | undefined =>
  refundNumber === null || paymentId === null ? undefined : { refundNumber, paymentId };

const PROVIDER = { role: 'system', id: 'payment_provider' } as const;

/** The event that a call follows from: the answer belongs to the same story. */
const becauseOf = ({ id, metadata }: StoredEvent): Metadata => ({ ...metadata, actor: PROVIDER, causationId: id });

/** The events that are driven name their leg. */
const placeIn = (data: object): Readonly<{ refundId: string; legId: string }> =>
  data as Readonly<{ refundId: string; legId: string }>;
