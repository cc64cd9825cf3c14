/** One setting: how its text is read, and what the documentation says of it. */
export type Setting<Value> = Readonly<{
  /** What it is for, in one sentence; the generated configuration table shows it. */
  comment: string;
  /** Reads the text, or says in words what is wrong with it. */
  read: (text: string) => Read<Value>;
  /** Taken where the environment has none, in every mode. */
  fallback?: string;
  /** Taken where the environment has none, in development mode only: outside of it the setting is demanded. */
  development?: string;
  /** A secret never appears in logs, errors or documentation. */
  secret?: boolean;
}>;

type Read<Value> = Readonly<{ value: Value }> | Readonly<{ wrong: string }>;
type Table = Readonly<Record<string, Setting<unknown>>>;
export type Settings<T extends Table> = { readonly [Name in keyof T]: T[Name] extends Setting<infer V> ? V : never };
export type Environment = Readonly<Record<string, string | undefined>>;
type Description<Value> = Omit<Setting<Value>, 'read'>;

/** Thrown once, at the start, naming every setting that is missing or wrong. Never shows a value of a secret. */
export class BadSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the settings are not usable:\n  ${problems.join('\n  ')}`);
    this.name = 'BadSettings';
  }
}

/**
 * Reads a table of settings from the environment, once and completely: the keys of the table are the names of the
 * variables. An empty variable counts as absent.
 * @throws BadSettings naming everything that is missing or wrong
 */
export const settings = <T extends Table>(table: T, environment: Environment = process.env): Settings<T> => {
  const development = environment.AMENDS_MODE === 'demo';
  const problems: string[] = [];
  const entries = Object.entries(table).map(([name, setting]) => {
    // An empty variable is one that is not set.
    const given = environment[name] === '' ? undefined : environment[name];
    const text = given ?? (development ? setting.development : undefined) ?? setting.fallback;
    if (text === undefined) {
      problems.push(`${name} is missing: ${setting.comment}`);
      return [name, undefined];
    }
    const read = setting.read(text);
    if ('value' in read) return [name, read.value];
    problems.push(`${name} ${setting.secret === true ? '' : `is "${text}" but `}${read.wrong}`);
    return [name, undefined];
  });
  if (problems.length > 0) throw new BadSettings(problems);
  return Object.freeze(Object.fromEntries(entries)) as Settings<T>;
};

/** Any text, up to 4,000 characters. */
export const text = (about: Description<string>): Setting<string> => ({
  ...about,
  read: (raw) => (raw.length <= 4000 ? { value: raw } : { wrong: 'is longer than 4,000 characters' }),
});

/** Text that may be absent: an absent one is the empty string. */
export const optionalText = (about: Description<string>): Setting<string> => ({
  ...about,
  fallback: about.fallback ?? ' ',
  read: (raw) => ({ value: raw.trim() }),
});

/** A whole number within bounds, both included. */
export const wholeNumber = (about: Description<number> & Readonly<{ min: number; max: number }>): Setting<number> => ({
  ...about,
  read: (raw) => {
    const value = Number(raw);
    return Number.isInteger(value) && value >= about.min && value <= about.max
      ? { value }
      : { wrong: `must be a whole number from ${String(about.min)} to ${String(about.max)}` };
  },
});

/** One of some words. */
export const oneOf = <Word extends string>(words: readonly Word[], about: Description<Word>): Setting<Word> => ({
  ...about,
  read: (raw) => {
    const value = words.find((word) => word === raw);
    return value === undefined ? { wrong: `must be one of ${words.join(', ')}` } : { value };
  },
});

/** An absolute address of one of some schemes; it loses its trailing slash. */
export const address = (about: Description<string> & Readonly<{ schemes: readonly string[] }>): Setting<string> => ({
  ...about,
  read: (raw) => {
    const scheme = URL.canParse(raw) ? new URL(raw).protocol.slice(0, -1) : undefined;
    return scheme !== undefined && about.schemes.includes(scheme)
      ? { value: raw.replace(/\/+$/, '') }
      : { wrong: `must be an address with ${about.schemes.join(' or ')}` };
  },
});

/** Names divided by commas, at least one. */
export const list = (about: Description<readonly string[]>): Setting<readonly string[]> => ({
  ...about,
  read: (raw) => {
    const value = raw
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    return value.length > 0 ? { value } : { wrong: 'must name at least one' };
  },
});

/** Exactly so many bytes in base64. */
export const bytes = (count: number, about: Description<Buffer>): Setting<Buffer> => ({
  ...about,
  read: (raw) => {
    const value = Buffer.from(raw, 'base64');
    return value.length === count ? { value } : { wrong: `must be ${String(count)} bytes in base64` };
  },
});

/** The rows of the configuration table in the documentation. Secrets show no default. */
export const describeSettings = (
  table: Table,
): readonly Readonly<{ name: string; comment: string; fallback: string; development: string; secret: boolean }>[] =>
  Object.entries(table).map(([name, { comment, fallback, development, secret }]) => ({
    name,
    comment,
    fallback: secret === true ? '' : (fallback ?? '').trim(),
    development: secret === true ? '' : (development ?? ''),
    secret: secret ?? false,
  }));
