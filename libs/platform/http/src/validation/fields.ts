import { instant, isMinor, uuidOf, idOf, type IdPrefix } from '@amends/kernel';
import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { documented, type FieldDocument } from './field-documents';

/** A field of a DTO, checked and documented. */
type Field = PropertyDecorator;

const checked = (name: string, check: (value: unknown) => boolean, each = false): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: (value) => check(value) } }, { each });

const field = (document: FieldDocument, ...decorators: readonly PropertyDecorator[]): Field =>
  applyDecorators(...decorators, documented(document));

/** The field may be absent or null. */
export const Optional = (): Field => applyDecorators(IsOptional(), documented({ required: false, nullable: true }));

/** Text of a bounded length in characters; not empty unless `min` is 0. */
export const BoundedText = (max: number, min = 1): Field =>
  field(
    { type: 'string', minLength: min, maxLength: max },
    checked('boundedText', (value) => isText(value, min, max)),
  );

/** The address of a page: http or https, without a name and password in it. */
export const IsWebAddress = (max = 2000): Field =>
  field(
    { type: 'string', format: 'uri', minLength: 1, maxLength: max },
    checked('isWebAddress', (value) => typeof value === 'string' && isText(value, 1, max) && isWebAddress(value)),
  );

/** One of some words. */
export const OneOf = (words: readonly string[]): Field => field({ type: 'string', enum: words }, IsIn(words));

/** A list of some words. */
export const ListOfWords = (words: readonly string[], maxItems = words.length): Field =>
  field(
    { type: 'array', maxItems, items: { type: 'string', enum: words } },
    IsArray(),
    ArrayMaxSize(maxItems),
    IsIn(words, { each: true }),
  );

/** True or false. */
export const Flag = (): Field => field({ type: 'boolean' }, IsBoolean());

/** An amount in minor units: a whole number from 0 to 2^53 - 1. A numeric string is none. */
export const IsMinor = (): Field =>
  field(
    { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Minor units.' },
    checked('isMinor', isMinor),
  );

/** An amount in minor units that is not 0. */
export const IsPositiveMinor = (): Field =>
  field(
    { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Minor units.' },
    checked('isPositiveMinor', (value) => isMinor(value) && value > 0),
  );

/** A whole number within bounds, both included. */
export const WholeNumber = (min: number, max: number): Field =>
  field({ type: 'integer', minimum: min, maximum: max }, IsInt(), Min(min), Max(max));

/** How many units: 1 to 1,000,000. */
export const IsQuantity = (): Field => WholeNumber(1, 1_000_000);

const HIGHEST_LINE = 1_000_000;

/** The number of an order line: 1 to 1,000,000. */
export const IsLineNumber = (): Field => WholeNumber(1, HIGHEST_LINE);

/** A list of numbers of order lines. */
export const LineNumbers = (maxItems: number, minItems = 1): Field =>
  field(
    { type: 'array', minItems, maxItems, items: { type: 'integer', minimum: 1, maximum: HIGHEST_LINE } },
    IsArray(),
    ArrayMinSize(minItems),
    ArrayMaxSize(maxItems),
    IsInt({ each: true }),
    Min(1, { each: true }),
    Max(HIGHEST_LINE, { each: true }),
  );

/** Three capital letters (ISO 4217). */
export const IsCurrency = (): Field =>
  field(
    { type: 'string', pattern: '^[A-Z]{3}$' },
    checked('isCurrency', (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value)),
  );

/** A public id of this kind; it is read as it would be written. */
export const IsPublicId = (prefix: IdPrefix): Field =>
  field(
    { type: 'string', pattern: idPattern(prefix) },
    Transform(({ value }) => canonicalId(prefix, value) ?? (value as unknown)),
    checked('isPublicId', (value) => canonicalId(prefix, value) !== undefined),
  );

/** A list of public ids of this kind. */
export const PublicIdList = (prefix: IdPrefix, maxItems: number, minItems = 0): Field =>
  field(
    { type: 'array', minItems, maxItems, items: { type: 'string', pattern: idPattern(prefix) } },
    Transform(({ value }) =>
      Array.isArray(value) ? value.map((id) => canonicalId(prefix, id) ?? (id as unknown)) : (value as unknown),
    ),
    IsArray(),
    ArrayMinSize(minItems),
    ArrayMaxSize(maxItems),
    checked('isPublicId', (value) => canonicalId(prefix, value) !== undefined, true),
  );

/** An instant of RFC 3339 with an offset; it is read as UTC with milliseconds. */
export const IsInstant = (): Field =>
  field(
    { type: 'string', format: 'date-time' },
    Transform(({ value }) => canonicalInstant(value) ?? (value as unknown)),
    checked('isInstant', (value) => canonicalInstant(value) !== undefined),
  );

/** An object of another DTO class. */
export const Nested = (of: () => new () => object): Field =>
  field({ nested: of }, Type(of), checked('isObject', isObject), ValidateNested());

/** A list of objects of another DTO class. */
export const ListOf = (of: () => new () => object, max: number, min = 1): Field =>
  field(
    { nested: of, list: true, minItems: min, maxItems: max },
    Type(of),
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    checked('isObject', isObject, true),
    ValidateNested({ each: true }),
  );

/** A map from bounded names to bounded texts. */
export const TextMap = (maxEntries: number, maxLength = 255): Field =>
  field(
    { type: 'object', additionalProperties: { type: 'string' } },
    checked(
      'textMap',
      (value) =>
        isObject(value) &&
        Object.keys(value).length <= maxEntries &&
        Object.entries(value).every(([name, text]) => name.length <= maxLength && isText(text, 0, maxLength)),
    ),
  );

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
};

const isText = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'string' && value.length >= min && value.length <= max;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an id of this kind looks like, for OpenAPI. */
export const idPattern = (prefix: IdPrefix): string => `^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`;

/** The id as it would be written, or undefined if it is none of this kind. */
export const canonicalId = (prefix: IdPrefix, value: unknown): string | undefined => {
  const uuid = typeof value === 'string' ? uuidOf(value, prefix) : undefined;
  return uuid === undefined ? undefined : idOf(prefix, uuid);
};

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The instant in UTC with milliseconds, or undefined if the text is none (30 February is none). */
export const canonicalInstant = (value: unknown): string | undefined => {
  const match = typeof value === 'string' ? INSTANT.exec(value) : null;
  if (!match || typeof value !== 'string') return undefined;
  const [year, month, day] = match.slice(1, 4).map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  const exists = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  const ms = Date.parse(value.toUpperCase());
  return exists && !Number.isNaN(ms) && ms >= 0 ? instant(ms) : undefined;
};
