/** What a broken constraint says, by its name; {limit} is what class-validator says of it otherwise. English only: pointers and codes are for programs. */
const TEXTS: Readonly<Record<string, string>> = {
  boundedText: 'Must be text of the documented length.',
  isMinor: 'Must be a whole number of minor units, from 0 to 2^53 - 1.',
  isPositiveMinor: 'Must be a whole number of minor units, from 1 to 2^53 - 1.',
  isPublicId: 'Must be an id of the documented kind.',
  isInstant: 'Must be an instant of RFC 3339 with an offset.',
  isCurrency: 'Must be a currency code of three capital letters.',
  isObject: 'Must be an object.',
  textMap: 'Must be an object of names and texts.',
  nestedValidation: 'Must be an object.',
};

/** The sentence for one broken constraint. */
export const fieldText = (constraint: string, message: string): string =>
  TEXTS[constraint] ?? `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
