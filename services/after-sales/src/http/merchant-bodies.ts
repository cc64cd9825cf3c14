import type { AutoApproveRule, Draft, MerchantTerms, PolicyFlags } from '@amends/domain/after-sales';
import type { AutoApproveRuleDto, PolicyDto, PolicyFlagsDto } from './merchants.controller';
import type { DraftDto } from './policy-replays.controller';

/** The promises that a body names; what is absent or null stays as the platform has it. */
export const termsOf = ({ windows, ...flags }: PolicyDto): MerchantTerms => {
  const { freeReturn, autoApprovePreShip, unconditionalReturn, disabledTypes, fastExchange } = flags;
  return named({
    windows: windows ? named(windows) : null,
    freeReturn,
    autoApprovePreShip,
    unconditionalReturn,
    disabledTypes,
    fastExchange,
  });
};

/** The flags of a body: what it leaves out is off. */
export const flagsOf = ({
  returnFeePercent,
  freeShipping,
  negotiateFirst,
  serialNumberFor,
  exchangePriceDifference,
}: PolicyFlagsDto): PolicyFlags => ({
  returnFeePercent: returnFeePercent ?? 0,
  freeShipping: freeShipping ? { threshold: freeShipping.threshold, fee: freeShipping.fee } : null,
  negotiateFirst: negotiateFirst ?? false,
  ...(serialNumberFor && serialNumberFor.length > 0 && { serialNumberFor: [...new Set(serialNumberFor)] }),
  ...(exchangePriceDifference === true && { exchangePriceDifference }),
});

/** Terms that are only tried, as a body names them. */
export const draftOf = (draft: DraftDto): Draft => ({
  category: draft.category ?? null,
  terms: termsOf(draft),
  flags: draft.flags ? flagsOf(draft.flags) : null,
});

/** The rules of a body; what is left out means any. */
export const rulesOf = (body: readonly AutoApproveRuleDto[]): readonly AutoApproveRule[] =>
  body.map(({ types, reasons, maxAmount }) => ({
    types: types ?? [],
    reasons: reasons ?? [],
    maxAmount: maxAmount ?? null,
  }));

type Named<T> = { readonly [Name in keyof T]?: NonNullable<T[Name]> };

const named = <T extends object>(fields: T): Named<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Named<T>;
