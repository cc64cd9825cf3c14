import { claimOf, policyDecider, ticketAt, type ClaimActor, type InsuredOrder } from '@amends/domain/insurance';
import { isRefusal, type Refusal } from '@amends/kernel';
import { handle, type Unit } from '@amends/platform/event-store';
import { notFound, problem, type Caller, type ProblemCode } from '@amends/platform/http';
import { Freshness } from '@amends/platform/messaging';
import { Injectable } from '@nestjs/common';
import { claimIn, InsuranceFinder, type FoundClaim, type Place } from './insurance-finder';

export type ClaimOutcome = FoundClaim | Refusal<ProblemCode>;

/** Claims that people ask for: by hand, or once more after a rejection. */
@Injectable()
export class Claims {
  constructor(
    private readonly finder: InsuranceFinder,
    private readonly freshness: Freshness,
  ) {}

  /** Where the ticket's insurance is, with the last that after-sales has said about it; nobody's ticket is not found. */
  async ofTicket(caller: Caller, afterSaleId: string): Promise<Place> {
    const place = (await this.finder.ticket(caller, afterSaleId)) ?? notFound();
    await this.freshness.heard('after-sales', place.orderId);
    return place;
  }

  /** Where the claim is; nobody's claim is not found. */
  async ofId(caller: Caller, claimId: string): Promise<Place> {
    return (await this.finder.claim(caller, claimId)) ?? notFound();
  }

  /** Claims for the parcel of a ticket. Refusals: `duplicate_claim`, `not_covered`. */
  async submit(unit: Unit, { streamId }: Place, afterSaleId: string): Promise<ClaimOutcome> {
    const handled = await handle(unit, policyDecider, streamId, {
      type: 'SubmitClaim',
      data: { afterSaleId, at: unit.now },
    });
    return isRefusal(handled) ? handled : foundIn(handled.state, claimIdOf(handled.state, afterSaleId));
  }

  /** Asks the insurer anew. Refusals: `invalid_transition`, `deadline_passed`, `version_conflict`. */
  async appeal(
    unit: Unit,
    { streamId }: Place,
    { claimId, ...asked }: Readonly<{ claimId: string; caller: Caller; ifMatch: number | undefined }>,
  ): Promise<ClaimOutcome> {
    const { caller, ifMatch } = asked;
    const handled = await handle(unit, policyDecider, streamId, {
      type: 'AppealClaim',
      data: { claimId, by: actorOf(caller), at: unit.now, ...(ifMatch === undefined ? {} : { ifMatch }) },
    });
    return isRefusal(handled) ? handled : foundIn(handled.state, claimId);
  }
}

const foundIn = (state: InsuredOrder, claimId: string): FoundClaim => claimIn(state, claimId)[0] ?? notFound();

const claimIdOf = (state: InsuredOrder, afterSaleId: string): string => {
  const ticket = ticketAt(state, afterSaleId);
  return (ticket && claimOf(state, ticket)?.claimId) ?? notFound();
};

const actorOf = ({ role }: Caller): ClaimActor => {
  if (role === 'supervisor') return 'agent';
  return role === 'buyer' || role === 'merchant' || role === 'agent' ? role : problem('forbidden');
};
