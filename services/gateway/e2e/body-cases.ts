import { randomUUID } from 'node:crypto';
import type { Case } from './cases';
import { flawsOf } from './flaws';
import type { Request } from './http';
import { isCommand, isHandedOn, requestTo, type Operation } from './operations';
import { allowed, type People } from './people';
import { bodyOf, pathOf } from './samples';

const NO_JSON = [
  '{',
  '{"a":',
  '{"a":1',
  '[',
  '"',
  'nul',
  '{a:1}',
  "{'a':1}",
  '{"a":1}}',
  '{"a":1,}',
  '01',
  '+1',
  'NaN',
  ' ',
];
const NO_OBJECT = ['null', '"text"', '1', 'true', '1e999'];
const MEDIA_TYPES = [
  ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/octet-stream'],
  ...['multipart/form-data; boundary=x', 'application/jsonp', 'json', 'application/json-patch+json', ';'],
];

const ABSURD_HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'accept-language': 'zh;q=9,'.repeat(1000) },
  { 'accept-language': ';;;q=,,,*;q=NaN,-' },
  { 'accept-language': 'a-'.repeat(4000) },
  { accept: 'application/xml' },
  { traceparent: '00-zz-zz-zz' },
  { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00` },
  { 'x-forwarded-for': '::::', 'x-request-id': 'x'.repeat(4000) },
];

/** Each route's own body is of the right form: it is refused, or taken, for another reason. */
export const rightBodies = (operations: readonly Operation[], people: People): readonly Case[] =>
  withBody(operations)
    .filter(isHandedOn)
    .map((operation) => ({
      name: 'a body of the right form',
      request: writeTo(operation, people, { json: bodyOf(operation) }),
      status: [200, 201, 202, 403, 404, 409, 415, 422],
    }));

/** Every field of every body, wrong in every way its form can be. */
export const wrongFields = (operations: readonly Operation[], people: People): readonly Case[] =>
  withBody(operations).flatMap((operation) => {
    if (operation.body === undefined) return [];
    return flawsOf(operation.body, bodyOf(operation)).map(({ name, json, code, pointer }) => ({
      name,
      request: writeTo(operation, people, { json }),
      status: 400,
      code,
      pointer,
    }));
  });

/** Fields that may be null are, and what may be left out is: read, and never a fault. */
export const nothings = (operations: readonly Operation[], people: People): readonly Case[] =>
  withBody(operations).flatMap((operation) =>
    Object.entries(operation.body?.properties ?? {})
      .filter(([, { nullable }]) => nullable === true)
      .map(([name]) => ({
        name: `/${name} = null`,
        request: writeTo(operation, people, { json: { ...(bodyOf(operation) as object), [name]: null } }),
        status: [200, 201, 202, 400, 403, 404, 409, 422],
      })),
  );

/** Bodies that no reader of JSON takes, and media types that no route does: the same reader in every service. */
export const unreadableBodies = (operations: readonly Operation[], people: People): readonly Case[] =>
  onePerService(withBody(operations)).flatMap((operation) => {
    const refused = refusedBy(operation, people);
    const right = JSON.stringify(bodyOf(operation));
    return [
      ...NO_JSON.map((raw) => refused(`${raw} is no JSON`, raw)),
      refused('bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d])),
      refused('lists in lists', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      refused('a large body in pieces', tooLarge, TOO_LARGE, { chunked: true }),
      ...MEDIA_TYPES.map((type) => refused(`as ${type}`, right, UNSUPPORTED, { headers: { 'content-type': type } })),
    ];
  });

/** Bodies that are wrong as such, for every route. */
export const wrongBodies = (operations: readonly Operation[], people: People): readonly Case[] =>
  withBody(operations).flatMap((operation) => {
    const refused = refusedBy(operation, people);
    const right = JSON.stringify(bodyOf(operation));
    const list = operation.body?.type === 'array';
    const reaching = (field: string) =>
      list
        ? `[{${field}:{"role":"operator"}}]`
        : right.replace('{', `{${field}:{"role":"operator"}${right === '{}' ? '' : ','}`);
    return [
      refused('truncated JSON', right.length > 4 ? right.slice(0, -1) : '{"'),
      ...NO_OBJECT.map((raw) => refused(`${raw} is no object`, raw)),
      refused(list ? 'an object for a list' : 'a list for an object', list ? '{}' : '[]'),
      ...PROTOTYPES.map((field) => refused(field, reaching(field))),
      refused('objects in objects', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`),
      refused('as text', right, UNSUPPORTED, { headers: { 'content-type': 'text/plain' } }),
      ...(operation.mediaTypes.includes('multipart/form-data') ? [] : [refused('a large body', tooLarge, TOO_LARGE)]),
    ];
  });

type Refused = (name: string, raw: string | Buffer, more?: Partial<Case>, request?: Partial<Request>) => Case;

const refusedBy =
  (operation: Operation, people: People): Refused =>
  (name, raw, more = {}, request = {}) => ({
    name,
    request: writeTo(operation, people, { raw, ...request }),
    ...{ status: 400, code: 'malformed', ...more },
  });

const TOO_LARGE = { status: 413, code: 'too_large' };
const UNSUPPORTED = { status: 415, code: 'unsupported_media_type' };
const PROTOTYPES = ['"__proto__"', '"constructor"', '"prototype"', '"\\u005f_proto__"'];
const tooLarge = `{"surprise":"${'x'.repeat(1024 * 1024)}"}`;

/** A command's headers: keys and versions that are none. */
export const wrongHeaders = (operations: readonly Operation[], people: People): readonly Case[] =>
  operations.filter(isCommand).flatMap((operation) => {
    const refused = (name: string, headers: Record<string, string>): Case => ({
      name,
      request: writeTo(operation, people, { json: bodyOf(operation), headers }),
      status: 400,
      code: 'malformed',
    });
    const keys = ['k'.repeat(256), 'k'.repeat(8000), '', 'two words', 'clé', '\u00a0', 'a\tb'];
    const versions = ['7', '"x"', '"-1"', '"1.5"', '"9999999999999999"', '""', '"1", "2"', 'W/', '"7'];
    return [
      ...keys.map((key) => refused(`Idempotency-Key ${key.slice(0, 12)} (${key.length})`, { 'idempotency-key': key })),
      ...versions.map((version) => refused(`If-Match ${version}`, { 'if-match': version })),
    ];
  });

/** Whatever a caller says of languages, traces and answers, it is answered as ever. */
export const absurdHeaders = (operations: readonly Operation[], people: People): readonly Case[] =>
  onePerService(operations.filter(isCommand)).flatMap((operation) =>
    ABSURD_HEADERS.map((headers) => ({
      name: JSON.stringify(headers).slice(0, 60),
      request: writeTo(operation, people, { raw: '{"surprise":', headers }),
      status: 400,
      code: 'malformed',
    })),
  );

/** What does not depend on the route is asked once of every service. */
const onePerService = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(({ service }, index) => operations.findIndex((each) => each.service === service) === index);

const withBody = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(({ body, signature }) => body !== undefined && signature === undefined);

/** A write as somebody who may; what it would do is kept from happening by a version that nothing has. */
const writeTo = (operation: Operation, people: People, { headers, ...request }: Partial<Request>): Request =>
  requestTo(operation, pathOf(operation), {
    ...request,
    ...(operation.roles === undefined ? {} : { token: allowed(people, operation.roles) }),
    headers: {
      ...(isCommand(operation) ? { 'idempotency-key': randomUUID(), 'if-match': '"999999"' } : {}),
      ...headers,
    },
  });
