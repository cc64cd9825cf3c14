import type { Sealed } from '@amends/contracts';
import type { Keyring } from '@amends/platform/personal-data';

/** Seals text or an address for a buyer before it is stored; nothing stays nothing. */
export const sealed = async (
  keyring: Keyring,
  buyerId: string,
  value: object | string | null | undefined,
): Promise<Sealed | null> =>
  value === null || value === undefined || value === '' ? null : { sealed: await keyring.seal(buyerId, value) };

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

const isSealed = (data: object): data is Sealed =>
  'sealed' in data && typeof data.sealed === 'string' && Object.keys(data).length === 1;
