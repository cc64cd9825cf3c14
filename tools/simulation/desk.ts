import {
  buyerCreditDecider,
  openOf,
  settingsDecider,
  type Account,
  type AccountCommand,
  type BuyerCreditCommand,
  type Leg,
  type Refund,
} from '@amends/domain/refunds';
import { handle, type Metadata } from '@amends/platform/event-store';
import { changeAccount } from '../../services/refunds/src/application/change-account';
import { creditStream, settingsStream } from '../../services/refunds/src/application/streams';
import type { LegPlace } from '../../services/refunds/src/application/leg-driver';
import type { Front } from './front';
import type { SimulatedService } from './service';
import type { Move, Stage } from './stage';

const OPERATOR: Metadata = { actor: { role: 'operator', id: 'op-1' }, correlationId: 'operator' };
const PERSONS = ['op-1', 'op-2'] as const;

type Found = Readonly<{ streamId: string; refund: Refund }>;
/** The n-th word about another way for a leg. */
type Numbered = LegPlace & Readonly<{ number: number }>;

/** What persons do about money: operators, supervisors, and buyers who pay what they owe or are asked about their money. */
export class Desk {
  constructor(
    private readonly stage: Stage,
    private readonly refunds: SimulatedService,
    private readonly front: Front,
  ) {}

  /** What could be done next. */
  moves(): readonly Move[] {
    const [lost, proposed, offered] = [this.lost(), this.proposed(), this.offered()];
    return [
      { what: 'an operator retries', weight: 0.5, go: () => this.retryFailed() },
      { what: 'a supervisor changes fast refund', weight: 0.2, go: () => this.changeSettings() },
      { what: 'a buyer pays what he owes', weight: 0.5, go: () => this.payOwed() },
      ...this.some(lost, 'an operator says that he has paid by hand', (each) => this.propose(each)),
      ...this.some(lost, 'an agent offers another way', (each) => this.offerReroute(each)),
      ...this.some(proposed, 'an operator decides about such a word', (each) => this.decide(each)),
      ...this.some(offered, 'a buyer answers', (each) => this.answer(each)),
    ];
  }

  private some<Item>(items: readonly Item[], what: string, act: (item: Item) => void): readonly Move[] {
    return items.length === 0 ? [] : [{ what, weight: 1, go: () => act(this.stage.dice.one(items)) }];
  }

  /** What was known of a buyer before anything happened. */
  meet(buyerId: string): void {
    const { dice } = this.stage;
    const [score, setOff, amount] = [dice.one([750, 750, 750, 600]), dice.chance(0.5), dice.whole(0, 3000)];
    this.begin((at) => ({ type: 'SetScore', data: { buyerId, score, at } }), buyerId);
    this.begin((at) => ({ type: 'SetBalance', data: { buyerId, amount, currency: 'CNY', at } }), buyerId);
    this.begin((at) => ({ type: 'ConsentToSetOff', data: { buyerId, setOff, at } }), buyerId);
  }

  /** Tries again whatever has failed. */
  retryFailed(): void {
    for (const { streamId, refund } of this.all())
      if ((refund.status === 'failed' && refund.failureCode === null) || refund.status === 'partially_succeeded')
        this.change(streamId, (at) => ({ type: 'Retry', data: { refundId: refund.refundId, at } }));
  }

  /** Nobody's word is left undecided, and no buyer is waited for. */
  decideAll(): void {
    for (const each of this.proposed()) this.decide(each);
    for (const each of this.offered()) this.answer(each);
  }

  /** Whatever is lost is paid by hand; another person will have to see it. */
  settleAll(): void {
    for (const each of this.lost()) this.propose(each);
  }

  private propose({ streamId, refundId, legId }: LegPlace): void {
    const about = { refundId, legId, reference: 'T-1', reason: 'his account is closed', by: PERSONS[0] };
    this.changeAfterAsking({ streamId, refundId, legId }, (at) => ({
      type: 'ProposeManualSettlement',
      data: { ...about, at },
    }));
  }

  private decide({ streamId, refundId, legId, number }: Numbered): void {
    const { dice, isHealing } = this.stage;
    const by = isHealing ? PERSONS[1] : dice.one(PERSONS);
    const command =
      (confirmed: boolean) =>
      (at: string): AccountCommand => ({
        type: 'DecideManualSettlement',
        data: { refundId, number, confirmed, by, at },
      });
    if (dice.chance(0.7)) this.changeAfterAsking({ streamId, refundId, legId }, command(true));
    else this.change(streamId, command(false));
  }

  private offerReroute({ streamId, refundId, legId }: LegPlace): void {
    this.changeAfterAsking({ streamId, refundId, legId }, (at) => ({
      type: 'OfferReroute',
      data: { refundId, legId, tender: 'balance', at },
    }));
  }

  private answer({ streamId, refundId, legId, number }: Numbered): void {
    const accepted = this.stage.dice.chance(0.7);
    this.changeAfterAsking({ streamId, refundId, legId }, (at) => ({
      type: 'AnswerReroute',
      data: { refundId, number, accepted, at },
    }));
  }

  private changeSettings(): void {
    const { dice } = this.stage;
    const settings = {
      enabled: dice.chance(0.9),
      rolloutPercent: dice.one([50, 100, 100]),
      minScore: 700,
      exposureLimit: dice.one([50_000, 200_000]),
      amountLimit: dice.one([50_000, 100_000]),
      shadow: dice.chance(0.2),
    };
    this.inBackground(
      this.refunds.now.run(OPERATOR, (unit) =>
        handle(unit, settingsDecider, settingsStream, { type: 'ChangeSettings', data: { settings, at: unit.now } }),
      ),
    );
  }

  private payOwed(): void {
    const owed = this.accounts().flatMap(([streamId, { fastRefunds }]) =>
      fastRefunds.flatMap((fast) =>
        fast.stage === 'recovering' && fast.recovery ? [{ streamId, fast, recovery: fast.recovery }] : [],
      ),
    );
    if (owed.length === 0) return;
    const {
      streamId,
      fast,
      recovery: { refundId },
    } = this.stage.dice.one(owed);
    const amount = this.stage.dice.whole(1, Math.max(1, openOf(fast)));
    this.change(streamId, (at) => ({
      type: 'PayRecovery',
      data: { refundId, amount, source: 'payment', paymentId: 'pay-back', at },
    }));
  }

  private begin(command: (at: string) => BuyerCreditCommand, buyerId: string): void {
    this.inBackground(
      this.refunds.now.run(OPERATOR, (unit) =>
        handle(unit, buyerCreditDecider, creditStream(buyerId), command(unit.now)),
      ),
    );
  }

  private change(streamId: string, command: (at: string) => AccountCommand): void {
    this.inBackground(this.refunds.now.run(OPERATOR, (unit) => changeAccount(unit, streamId, command(unit.now))));
  }

  /** As the routes do it: before money goes another way the provider is asked, and while it is silent nothing is done. */
  private changeAfterAsking(place: LegPlace, command: (at: string) => AccountCommand): void {
    const work = this.front.ask(place).then((isHeard) => {
      if (isHeard) this.change(place.streamId, command);
    });
    this.inBackground(work);
  }

  private lost(): readonly LegPlace[] {
    return this.all().flatMap(({ streamId, refund }) =>
      hasOpenRemedy(refund)
        ? []
        : refund.legs.filter(isLost).map(({ legId }) => ({ streamId, refundId: refund.refundId, legId })),
    );
  }

  private proposed(): readonly Numbered[] {
    return this.all().flatMap(({ streamId, refund: { refundId, settlements } }) =>
      settlements.filter(({ status }) => status === 'proposed').map((each) => ({ ...each, streamId, refundId })),
    );
  }

  private offered(): readonly Numbered[] {
    return this.all().flatMap(({ streamId, refund: { refundId, reroutes } }) =>
      reroutes.filter(({ status }) => status === 'offered').map((each) => ({ ...each, streamId, refundId })),
    );
  }

  private all(): readonly Found[] {
    return this.accounts().flatMap(([streamId, { refunds }]) => refunds.map((refund) => ({ streamId, refund })));
  }

  private accounts(): readonly (readonly [string, Account])[] {
    return [...this.refunds.database.streams]
      .filter(([, { aggregate }]) => aggregate.category === 'account')
      .map(([streamId, { state }]) => [streamId, state as Account] as const);
  }

  /** Somebody has asked for it; a database that is away answers him so, and no more. */
  private inBackground(work: Promise<unknown>): void {
    work.catch((fault: unknown) => this.stage.note(`  refused: ${String(fault)}`));
  }
}

const isLost = ({ status }: Leg): boolean => status === 'abnormal' || status === 'failed_final';

const hasOpenRemedy = ({ settlements, reroutes }: Refund): boolean =>
  settlements.some(({ status }) => status === 'proposed') || reroutes.some(({ status }) => status === 'offered');
