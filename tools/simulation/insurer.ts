import type { Instant } from '@amends/kernel';
import {
  Insurer,
  type ClaimRequest,
  type Heard,
  type PayoutsAsked,
  type PolicyOffer,
  type ReportedPayout,
} from '../../services/insurance/src/application/insurer';
import type { Life, Stage } from './stage';

type BookedClaim = { readonly request: ClaimRequest; verdict: 'yes' | 'no'; paid: number; paidAt: Instant };

const LOST_BEFORE = 0.15;
const LOST_AFTER = 0.15;
const REFUSES = 0.2;
const SILENCE: Heard = { outcome: 'silence' };

/** The insurer outside, with books of his own. Minor units. */
export class InsurerOutside {
  readonly policies = new Set<string>();
  readonly claims = new Map<string, BookedClaim>();

  constructor(readonly stage: Stage) {}
}

/** The insurer as a process calls him: each call may fail before its effect or after it. */
export class SimulatedInsurer extends Insurer {
  constructor(
    private readonly outside: InsurerOutside,
    private readonly life: Life,
  ) {
    super();
  }

  override sell({ policyId }: PolicyOffer): Promise<Heard> {
    return this.call(`sell ${policyId}`, () => {
      this.outside.policies.add(policyId);
      return { outcome: 'yes' };
    });
  }

  override judge(request: ClaimRequest): Promise<Heard> {
    const { claims, stage } = this.outside;
    return this.call(`judge ${request.claimId}`, () => {
      const known = claims.get(request.claimId);
      const verdict = known?.verdict === 'yes' || !stage.fails(REFUSES) ? 'yes' : 'no';
      if (known === undefined) claims.set(request.claimId, { request, verdict, paid: 0, paidAt: stage.now });
      else known.verdict = verdict;
      return answerOf(verdict);
    });
  }

  override query(claimId: string): Promise<Heard> {
    return this.call(`query ${claimId}`, () => {
      const known = this.outside.claims.get(claimId);
      return known === undefined ? { outcome: 'never_heard' } : answerOf(known.verdict);
    });
  }

  override payOut({ claimId, amount }: Pick<ClaimRequest, 'claimId' | 'amount'>): Promise<Heard> {
    return this.call(`pay out ${claimId}`, () => {
      const known = this.outside.claims.get(claimId);
      if (known?.verdict !== 'yes') return { outcome: 'no', code: 'not_approved' };
      if (known.paid === 0) {
        known.paid = amount;
        known.paidAt = this.outside.stage.now;
      }
      return { outcome: 'yes' };
    });
  }

  override async payouts(asked: PayoutsAsked): Promise<readonly ReportedPayout[]> {
    const { stage, claims } = this.outside;
    await stage.turn('insurer is asked for his payouts', this.life);
    if (stage.fails(LOST_BEFORE)) throw new Error('his list cannot be had');
    const isAsked = (claimId: string, paidAt: Instant): boolean =>
      'claimId' in asked ? claimId === asked.claimId : paidAt >= asked.from && paidAt < asked.before;
    return [...claims]
      .filter(([claimId, { paid, paidAt }]) => paid > 0 && isAsked(claimId, paidAt))
      .map(
        ([
          claimId,
          {
            request: { policyId },
            paid,
            paidAt,
          },
        ]) => ({
          claimId,
          policyId,
          amount: paid,
          currency: 'CNY',
          status: 'paid',
          paidAt,
        }),
      );
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  private async call(what: string, effect: () => Heard): Promise<Heard> {
    const { stage } = this.outside;
    await stage.turn(`insurer is asked to ${what}`, this.life);
    if (stage.fails(LOST_BEFORE)) return SILENCE;
    const answer = effect();
    await stage.turn(`insurer answers ${what} ${answer.outcome}`, this.life);
    return stage.fails(LOST_AFTER) ? SILENCE : answer;
  }
}

const answerOf = (verdict: 'yes' | 'no'): Heard =>
  verdict === 'yes' ? { outcome: 'yes' } : { outcome: 'no', code: 'risk_control' };
