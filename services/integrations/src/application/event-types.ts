import { catalogue } from '@amends/contracts';

/** Every public type with each of its versions, e.g. "refund.succeeded.v1". */
const published: readonly string[] = Object.entries(catalogue)
  .filter(([, entry]) => entry.public)
  .flatMap(([type, { version }]) => Array.from({ length: version }, (_, older) => `${type}.v${String(older + 1)}`));

const PATTERN = /^(?:\*|[a-z_]+(?:\.[a-z_]+)*(?:\.\*|(?:\.v\d{1,4})?))$/;

/**
 * The types that a caller's list means: full names with or without their version, or a family as `refund.*`; divided by
 * commas (rulings.md 8.10). Undefined when it cannot be read. A name that nobody knows means nothing.
 */
export const typesMeantBy = (list: string): readonly string[] | undefined => {
  const patterns = list.split(',').map((pattern) => pattern.trim());
  return patterns.every((pattern) => PATTERN.test(pattern))
    ? published.filter((type) => patterns.some((pattern) => isMeant(pattern, type)))
    : undefined;
};

/** Whether a type, without its version, goes to integrators. */
export const isPublic = (type: string): boolean => catalogue[type]?.public === true;

const isMeant = (pattern: string, type: string): boolean =>
  pattern === type ||
  (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type.replace(/\.v\d+$/, '') === pattern);
