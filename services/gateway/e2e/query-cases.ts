import type { Case } from './cases';
import { requestTo, type Operation, type Parameter, type Schema } from './operations';
import { allowed, type People } from './people';
import { pathOf, sampleOf } from './samples';

const CURSORS = [
  'x',
  'bm90aGluZw',
  '%00',
  '..',
  'eyJ9',
  '-1',
  'null',
  '1;DROP%20TABLE%20es.events',
  'eyJhIjpbXX0=',
  'WzEsMl0',
];

/** Every query parameter that a route documents, in every way its form can be wrong; and cursors of nobody's making. */
export const wrongQueries = (operations: readonly Operation[], people: People): readonly Case[] =>
  operations.flatMap((operation) =>
    operation.parameters
      .filter((parameter) => parameter.in === 'query')
      .flatMap((parameter) => {
        const { name } = parameter;
        const asked = (query: string): Case => ({
          name: query.slice(0, 60),
          request: getFrom(operation, people, query, parameter),
          // Where the path names an object, it may be looked for before a cursor is read.
          ...(operation.path.includes('{')
            ? { status: [400, 404] }
            : { status: 400, code: 'malformed', pointer: `/${name}` }),
        });
        return [
          ...wrongTexts(parameter).map((text) => asked(`${name}=${text}`)),
          asked(`${name}=1&${name}=2`),
          ...(name === 'cursor' ? CURSORS.map((cursor) => asked(`cursor=${cursor}`)) : []),
        ];
      }),
  );

/** Queries that mean nothing: answered as if they were not there, or refused, but never a fault. */
export const strangeQueries = (operations: readonly Operation[], people: People): readonly Case[] =>
  operations
    .filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream'))
    .flatMap((operation) =>
      [
        'surprise=1',
        '__proto__=1',
        '__proto__[limit]=1',
        'limit[$gt]=1',
        'constructor=1',
        '&&&===',
        '%',
        '%00',
        '%ff',
        'minVersion=x',
      ].map((query) => ({
        name: query,
        request: getFrom(operation, people, query),
        status: [200, 400, 404],
      })),
    );

const wrongTexts = ({ name, required, schema }: Parameter): readonly string[] => [
  ...(required === true ? [''] : []),
  ...(schema.type === 'integer' ? ['x', '0.5', '-1', '1e99', 'NaN', 'Infinity', '[]', String(2 ** 53), ''] : []),
  ...(schema.minimum === undefined ? [] : [String(schema.minimum - 1)]),
  ...(schema.maximum === undefined ? [] : [String(schema.maximum + 1)]),
  ...(schema.type === 'boolean' ? ['yes', '1', ''] : []),
  ...(schema.type === 'string' ? wrongStrings(name, schema) : []),
];

const wrongStrings = (name: string, { enum: words, pattern, format, maxLength }: Schema): readonly string[] => [
  'a%00b',
  '',
  ...(words === undefined ? [] : ['no_such_word', 'constructor']),
  ...(pattern === undefined ? [] : ['x']),
  ...(format === undefined ? [] : ['yesterday', '2026-02-30T00:00:00Z', '1772330400000']),
  ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
  ...(name === 'types' ? [',', 'a%20b', 'refund.*.*'] : []),
  ...(name === 'after' ? ['x', '00000000-0000-0000-0000-000000000000'] : []),
];

/** A read with this query; other parameters that must be there are. */
const getFrom = (operation: Operation, people: People, query: string, but?: Parameter) => {
  const others = operation.parameters
    .filter((each) => each.in === 'query' && each.required === true && each.name !== but?.name)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(sampleOf(schema, name)))}`);
  return requestTo(operation, `${pathOf(operation)}?${[...others, query].join('&')}`, {
    ...(operation.roles === undefined ? {} : { token: allowed(people, operation.roles) }),
  });
};
