import type { Sealed } from '@amends/contracts';
import type { Keyring } from '@amends/platform/personal-data';

/** Words that may be missing. */
export type Words = string | null | undefined;

/** Seals an address or a text for a buyer before it is stored. */
export const sealed = async (keyring: Keyring, buyerId: string, value: object | string): Promise<Sealed> => ({
  sealed: await keyring.seal(buyerId, value),
});

/** As `sealed`; words that are missing, or blank, are null. */
export const sealedWords = async (keyring: Keyring, buyerId: string, words: Words): Promise<Sealed | null> =>
  saysSomething(words) ? sealed(keyring, buyerId, words) : null;

/** Whether there are words that are not blank. */
export const saysSomething = (words: Words): words is string => typeof words === 'string' && words.trim() !== '';

/** Opens everything sealed inside data, for those who may read it; what was erased is null. */
export const opened = async (keyring: Keyring, buyerId: string, data: unknown): Promise<unknown> => {
  if (typeof data !== 'object' || data === null) return data;
  if (isSealed(data)) return (await keyring.open<unknown>(buyerId, data.sealed)) ?? null;
  if (Array.isArray(data)) return Promise.all(data.map((entry) => opened(keyring, buyerId, entry)));
  const entries = Object.entries(data).map(
    async ([name, value]) => [name, await opened(keyring, buyerId, value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
};

/** The same with null for everything sealed. */
export const unopened = (data: object): object =>
  JSON.parse(
    JSON.stringify(data, (_, value: unknown) => (isObject(value) && isSealed(value) ? null : value)),
  ) as object;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isSealed = (data: object): data is Sealed =>
  'sealed' in data && typeof data.sealed === 'string' && Object.keys(data).length === 1;
