const DEEPEST = 32;

/**
 * Names that are no data: they would reach the prototype of what they are copied to, or are found there by those who
 * ask whether a name is known (`toString`, …).
 */
const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['prototype', ...Object.getOwnPropertyNames(Object.prototype)]);

/** A place in a body that no schema would accept, as a JSON pointer, and what is wrong there. */
export type BodyFlaw = Readonly<{ pointer: string; detail: string }>;

/**
 * The first flaw of parsed JSON that is wrong whatever the schema: nested deeper than 32, names that reach a
 * prototype, text that is not well-formed Unicode or holds NUL, which PostgreSQL cannot store.
 */
export const flawOf = (body: unknown): BodyFlaw | undefined => {
  const found = search(body, 0);
  return found === undefined
    ? undefined
    : { pointer: found.path.map((part) => `/${escaped(part)}`).join(''), detail: found.detail };
};

type Found = Readonly<{ path: readonly string[]; detail: string }>;

const search = (value: unknown, depth: number): Found | undefined => {
  if (typeof value === 'string')
    return isStorable(value) ? undefined : { path: [], detail: 'The text holds characters that cannot be stored.' };
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= DEEPEST) return { path: [], detail: `Nested deeper than ${String(DEEPEST)}.` };
  for (const name of Object.keys(value)) {
    if (FORBIDDEN_NAMES.has(name) || !isStorable(name)) return { path: [name], detail: 'No field may have this name.' };
    const found = search((value as Record<string, unknown>)[name], depth + 1);
    if (found !== undefined) return { path: [name, ...found.path], detail: found.detail };
  }
  return undefined;
};

const UNSTORABLE = /[\0]|\p{Surrogate}/u;

const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** A part of a JSON pointer (RFC 6901). */
export const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
