import type { DisputeDataOf } from '@amends/domain/after-sales';
import { flaw } from './application.dto';
import type { FinalDto } from './dispute.dto';

/** What the second hearing says. @throws Problem `malformed` when it overturns a verdict and names nothing of it */
export const conclusionOf = ({
  outcome,
  responsibility,
  amount,
  returnFreightBearer,
}: FinalDto): Pick<
  DisputeDataOf<'ConcludeAppeal'>,
  'outcome' | 'responsibility' | 'amount' | 'returnFreightBearer'
> => {
  const named = Object.fromEntries(
    Object.entries({ responsibility, amount, returnFreightBearer }).filter(
      ([, value]) => value !== undefined && value !== null,
    ),
  );
  if (outcome === 'overturn' && Object.keys(named).length === 0)
    flaw('/amount', 'An overturned verdict is judged anew.');
  return { outcome, ...named };
};
