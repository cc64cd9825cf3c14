import { nameOf, type Operation, type Schema } from './operations';

/** Stands for "no such object": well-formed, and nobody's. */
const NOTHINGS_ID = '01H00000000000000000000000';
/** A merchant, buyer or payment that no test has a token for. */
export const NOBODY = 'nobody-of-the-tests';

const ID_PATTERN = /^\^([a-z]{3})_/;

/** What is named in paths without a form of its own. */
const NAMES: Readonly<Record<string, string>> = {
  merchantId: NOBODY,
  agentId: NOBODY,
  buyerId: NOBODY,
  number: '1',
  provider: 'sandbox',
  carrier: 'sf',
  code: NOBODY,
  pickupId: NOBODY,
  refundNumber: NOBODY,
  pageId: NOBODY,
  policyId: NOBODY,
  claimId: NOBODY,
  date: '2000-01-01',
};

/** Fields whose form the schema does not tell. */
const FIELDS: Readonly<Record<string, unknown>> = {
  date: '2026-03-01',
  mediaType: 'image/png',
  base64: Buffer.from('no picture').toString('base64'),
};

/** Fields that do not go together with the rest of a sample. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'POST /v1/after-sales': ['component'],
  'POST /v1/after-sales/batch-extensions': ['region', 'cursor'],
  'POST /v1/policies/replays': ['cursor'],
};

/** The kind of object that an id in the path names ("ord"), or undefined for a name. */
export const kindOf = ({ parameters }: Operation, name: string): string | undefined =>
  ID_PATTERN.exec(parameters.find((each) => each.in === 'path' && each.name === name)?.schema.pattern ?? '')?.[1];

/** The names of the parameters in a path. */
export const namesIn = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

/** The path with values for its parameters; those that are not given name nothing. @throws for one it does not know */
export const pathOf = (operation: Operation, values: Readonly<Record<string, string>> = {}): string =>
  operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const kind = kindOf(operation, name);
    const value = values[name] ?? (kind === undefined ? nameIn(operation, name) : `${kind}_${NOTHINGS_ID}`);
    return encodeURIComponent(value);
  });

const nameIn = (operation: Operation, name: string): string => {
  const value = name === 'id' && /^\/(?:v1|dev)\/buyers\//.test(operation.path) ? NOBODY : NAMES[name];
  if (value === undefined) throw new Error(`${nameOf(operation)}: nobody says what {${name}} may be`);
  return value;
};

/** A body with every field, of the right form, about nothing that exists; undefined where a route takes none. */
export const bodyOf = (operation: Operation): unknown => {
  if (operation.body === undefined) return undefined;
  const body = sampleOf(operation.body, nameOf(operation));
  const left = LEFT_OUT[nameOf(operation)] ?? [];
  return Array.isArray(body)
    ? body
    : Object.fromEntries(Object.entries(body as object).filter(([name]) => !left.includes(name)));
};

/** A value of this form. @throws for a form that nobody has a value for */
export const sampleOf = (schema: Schema, at: string): unknown => {
  if (schema.enum !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'string':
      return textOf(schema, at);
    case 'integer':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return false;
    case 'array':
      if (schema.items === undefined) break;
      return [sampleOf(schema.items, `${at}/0`)];
    case 'object':
      if (schema.properties === undefined) return schema.additionalProperties === undefined ? {} : { name: 'text' };
      return Object.fromEntries(
        Object.entries(schema.properties).map(([name, field]) => [
          name,
          FIELDS[name] ?? sampleOf(field, `${at}/${name}`),
        ]),
      );
    case undefined:
      break;
  }
  throw new Error(`${at}: nobody says what may be there: ${JSON.stringify(schema)}`);
};

const textOf = ({ pattern, format, minLength = 1 }: Schema, at: string): string => {
  if (format === 'uri') return 'https://shop.example/orders/1';
  if (format === 'date-time') return '2026-03-01T02:00:00Z';
  if (pattern === undefined) return 'x'.repeat(Math.max(1, minLength));
  if (pattern === '^[A-Z]{3}$') return 'CNY';
  const prefix = ID_PATTERN.exec(pattern)?.[1];
  if (prefix === undefined) throw new Error(`${at}: nobody says what fits ${pattern}`);
  return `${prefix}_${NOTHINGS_ID}`;
};
