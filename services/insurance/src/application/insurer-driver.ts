import {
  claimAt,
  openQuestion,
  payeeOf,
  policyAggregate,
  policyDecider,
  roundOf,
  type Ask,
  type Claim,
  type ClaimOverdue,
  type HearInsurer,
  type InsuredOrder,
  type InsurerAsked,
  type Policy,
} from '@amends/domain/insurance';
import { Lanes, stubbornly } from '@amends/platform/effects';
import { EventStore, handle, type Metadata, type StoredEvent } from '@amends/platform/event-store';
import { LOG } from '@amends/platform/http';
import type { Log } from '@amends/platform/observability';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type InsuranceConfig } from '../config';
import { Insurer, type ClaimRequest, type Heard } from './insurer';

type Asked = Readonly<{ ask: Ask; about: string }>;
type HeardAnswer = HearInsurer['data'];

/**
 * Asks the insurer what was decided to be asked, after it was committed, and records his answers. A silence is not
 * recorded: every question has a deadline that asks again, and so finds what a crash has left undone.
 */
@Injectable()
export class InsurerDriver implements OnModuleInit, OnModuleDestroy {
  private readonly calls: Lanes;
  private stopHearing: () => void = () => undefined;

  constructor(
    private readonly store: EventStore,
    private readonly insurer: Insurer,
    @Inject(CONFIG) { INSURER_CONCURRENCY: width }: InsuranceConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.calls = new Lanes(width);
  }

  onModuleInit(): void {
    this.stopHearing = this.store.committed((events) => events.forEach((event) => this.heard(event)));
  }

  async onModuleDestroy(): Promise<void> {
    this.stopHearing();
    await this.calls.idle();
    await this.insurer.close();
  }

  private heard(event: StoredEvent): void {
    if (event.type === 'policy.insurer_asked') void this.calls.run(event.id, () => this.drive(event));
    if (event.type === 'policy.claim_overdue') this.log.error('claim.not_paid_in_time', undefined, claimIn(event.data));
  }

  private async drive(event: StoredEvent): Promise<void> {
    const question = questionIn(event.data);
    try {
      const loaded = await this.store.read(policyAggregate, event.streamId);
      const state = loaded?.state;
      if (state === undefined || openQuestion(state, question.ask, question.about) === undefined) return;
      const round = roundOf(state, question);
      const answer = await this.ask(state, question);
      if (answer.outcome === 'silence' || answer.outcome === 'never_heard') return;
      await this.record(event, { ...question, round, answer });
    } catch (error) {
      this.log.error('insurer.not_asked', error, question);
    }
  }

  private ask(state: InsuredOrder, { ask, about }: Asked): Promise<Heard> {
    const { order, policy, currency } = state;
    const claim = claimAt(state, about);
    if (order === null || policy === null) return NOTHING;
    if (ask === 'purchase')
      return this.insurer.sell({ policyId: about, orderId: order.orderId, premium: policy.premium, currency });
    if (claim === undefined) return NOTHING;
    const request = requestOf(claim, policy, order.orderId);
    return ask === 'pay_out' ? this.paidOut(state, request) : this.judged(state, claim, request);
  }

  /** A payout that may have been heard is asked about first; only of one that he has not made is he asked once more. */
  private async paidOut(state: InsuredOrder, request: ClaimRequest): Promise<Heard> {
    const times = openQuestion(state, 'pay_out', request.claimId)?.times ?? 1;
    if (times === 1) return this.insurer.payOut(request);
    const { outcome } = await this.insurer.query(request.claimId);
    if (outcome === 'paid') return { outcome: 'yes' };
    return outcome === 'silence' ? NOTHING : this.insurer.payOut(request);
  }

  /** A claim that may have been heard is asked about first. An appeal is always asked: he would tell his old verdict. */
  private async judged(state: InsuredOrder, claim: Claim, request: ClaimRequest): Promise<Heard> {
    const times = openQuestion(state, 'judge', claim.claimId)?.times ?? 1;
    if (times === 1 || claim.round > 0) return this.insurer.judge(request);
    const known = await this.insurer.query(claim.claimId);
    if (known.outcome === 'paid') return { outcome: 'yes' };
    return known.outcome === 'never_heard' ? this.insurer.judge(request) : known;
  }

  /** He has answered: a database that is away for a moment must not make us forget; else he is asked again later. */
  private async record(event: StoredEvent, heard: Omit<HeardAnswer, 'at'>): Promise<void> {
    const metadata: Metadata = { ...event.metadata, actor: INSURER, causationId: event.id };
    const work = () =>
      this.store.run(metadata, (unit) =>
        handle(unit, policyDecider, event.streamId, { type: 'HearInsurer', data: { ...heard, at: unit.now } }),
      );
    await stubbornly(work, (fault) => this.log.error('insurer.answer_not_recorded', fault));
  }
}

const INSURER = { role: 'system', id: 'insurer' } as const;
const NOTHING: Promise<Heard> = Promise.resolve({ outcome: 'silence' });

const requestOf = (claim: Claim, { policyId }: Policy, orderId: string): ClaimRequest => ({
  claimId: claim.claimId,
  policyId,
  orderId,
  method: claim.method,
  freight: claim.freight,
  amount: claim.insurerPays,
  to: payeeOf(claim),
});

/** The event names what is asked: the contract of `policy.insurer_asked`. */
const questionIn = (data: object): Asked => {
  const { ask, about } = (data as InsurerAsked['data']).question;
  return { ask, about };
};

const claimIn = (data: object): Readonly<{ claimId: string }> => ({ claimId: (data as ClaimOverdue['data']).claimId });
