import type { Schema } from './operations';

/** A body that is wrong in one place, and what the answer must say of it. */
export type Flawed = Readonly<{ name: string; json: unknown; code: 'malformed' | 'unknown_field'; pointer: string }>;

type Path = readonly (string | number)[];

/** One body for everything that can be wrong with each field of a body that is right. */
export const flawsOf = (schema: Schema, right: unknown): readonly Flawed[] => at(schema, right, []);

const at = (schema: Schema, right: unknown, path: Path): readonly Flawed[] => [
  ...wrongValues(schema).map((value) => malformed(right, path, value)),
  ...(schema.type === 'object' && schema.properties !== undefined ? inObject(schema, right, path) : []),
  ...(schema.type === 'array' && schema.items !== undefined ? inList(schema, schema.items, right, path) : []),
];

const inObject = (schema: Schema, right: unknown, path: Path): readonly Flawed[] => [
  unknown(right, path, 'surprise'),
  { ...unknown(right, path, 'toString'), code: 'malformed' },
  ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const place = [...path, name];
    const missing = (schema.required ?? []).includes(name) ? [malformed(right, place, undefined)] : [];
    return [...missing, ...at(field, right, place)];
  }),
];

const inList = (schema: Schema, items: Schema, right: unknown, path: Path): readonly Flawed[] => {
  const { minItems = 0, maxItems } = schema;
  const [entry] = valueAt(right, path) as readonly unknown[];
  return [
    ...(minItems > 0 ? [malformed(right, path, [])] : []),
    ...(maxItems === undefined
      ? []
      : [
          malformed(
            right,
            path,
            Array.from({ length: maxItems + 1 }, () => entry),
          ),
        ]),
    ...(items.type === 'object' ? inObject(items, right, [...path, 0]) : []),
    ...wrongEntries(items, right, path),
  ];
};

/** A list with an entry that is none is wrong as a whole. */
const wrongEntries = (items: Schema, right: unknown, path: Path): readonly Flawed[] =>
  wrongValues(items).map((value) => malformed(right, path, [value]));

const NO_TEXT = [1, {}, ['x']];
const NO_NUMBER = ['1', true, {}, [1], 0.5];
const PAST_INTEGERS = [2 ** 53, 1e300, -(2 ** 53)];

/** Values that are not of this form. */
const wrongValues = (schema: Schema): readonly unknown[] => [
  ...(schema.nullable === true ? [] : [null]),
  ...wrongByType(schema),
];

const wrongByType = (schema: Schema): readonly unknown[] => {
  switch (schema.type) {
    case 'string':
      return [...NO_TEXT, ...wrongTexts(schema)];
    case 'integer':
      return [...NO_NUMBER, ...PAST_INTEGERS, ...(schema.minimum === undefined ? [] : [schema.minimum - 1])].concat(
        schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? [schema.maximum + 1] : [],
      );
    case 'boolean':
      return ['true', 0, 1, {}];
    case 'array':
      return ['x', {}, [null], { length: 1 }];
    case 'object':
      return ['x', 1, []];
    case undefined:
      return [];
  }
};

const wrongTexts = ({ enum: words, pattern, format, minLength = 0, maxLength }: Schema): readonly string[] => [
  '\u0000',
  'a\ud800',
  ...(words === undefined ? [] : ['no_such_word', 'constructor']),
  ...(pattern === undefined ? [] : ['x']),
  ...(format === undefined ? [] : ['yesterday', '2026-02-30T00:00:00Z', '2026-03-01T02:00:00']),
  ...(minLength > 0 ? [''] : []),
  ...(maxLength === undefined || maxLength > 100_000 ? [] : ['x'.repeat(maxLength + 1)]),
];

const malformed = (right: unknown, path: Path, value: unknown): Flawed => ({
  name: `${pointerOf(path)} = ${value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40)}`,
  json: changed(right, path, value),
  code: 'malformed',
  pointer: pointerOf(path),
});

const unknown = (right: unknown, path: Path, name: string): Flawed => ({
  name: `${pointerOf([...path, name])} is unknown`,
  json: changed(right, [...path, name], 1),
  code: 'unknown_field',
  pointer: pointerOf([...path, name]),
});

const pointerOf = (path: Path): string => path.map((part) => `/${String(part)}`).join('');

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, part) => (inner as Record<string | number, unknown>)[part], value);

/** The same body with another value in one place; undefined takes the field away. */
const changed = (body: unknown, [first, ...rest]: Path, value: unknown): unknown => {
  if (first === undefined) return value;
  const inner = changed((body as Record<string | number, unknown>)[first], rest, value);
  return Array.isArray(body)
    ? body.map((entry: unknown, index) => (index === first ? inner : entry))
    : { ...(body as object), [first]: inner };
};
