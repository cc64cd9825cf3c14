import type { AutoApproveRule, MerchantTerms } from '@amends/domain/after-sales';
import type { AutoApproveRuleDto, PolicyDto } from './merchants.controller';

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
