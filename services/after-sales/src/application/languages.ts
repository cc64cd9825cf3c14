import type { Label } from '@amends/domain/after-sales';
import type { Refusal } from '@amends/kernel';
import type { Language, ProblemCode } from '@amends/platform/http';

/** A value in which every text that was in both languages is in one. */
export type InOneLanguage<T> = T extends Label
  ? string
  : T extends readonly (infer Entry)[]
    ? readonly InOneLanguage<Entry>[]
    : T extends object
      ? { readonly [Name in keyof T]: InOneLanguage<T[Name]> }
      : T;

/** Chooses the language of every label inside a value. */
export const said = <T>(value: T, language: Language): InOneLanguage<T> => chosen(value, language) as InOneLanguage<T>;

/** A refusal with its explanation in the caller's language. */
export const inLanguage = <Code extends ProblemCode>(refusal: Refusal<Code>, language: Language): Refusal<Code> =>
  refusal.detail === undefined ? refusal : { ...refusal, detail: said(refusal.detail, language) };

const chosen = (value: unknown, language: Language): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => chosen(entry, language));
  if (isLabel(value)) return value[language];
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, chosen(entry, language)]));
};

const isLabel = (value: object): value is Label => 'en' in value && 'zh' in value && Object.keys(value).length === 2;
