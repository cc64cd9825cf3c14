import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { problem, Problem, type FieldError } from '../problems/problem';
import { escaped, flawOf } from './body-flaws';
import { fieldText } from './field-texts';

const NOT_CLASSES: ReadonlySet<unknown> = new Set([undefined, String, Number, Boolean, Array, Object, Promise]);

/**
 * Makes a DTO of a body or query, or ends the request with pointers to what is wrong. Bodies may hold nothing unknown;
 * unknown query parameters are ignored.
 */
@Injectable()
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || NOT_CLASSES.has(metatype)) return value;
    const read = type === 'body' ? readBody : readQuery;
    return read(metatype as ClassConstructor<object>, value);
  }
}

/** A pipe for a body that is a list; it says what it takes. */
export type ListBodyPipe<Dto> = PipeTransform<unknown, readonly Dto[]> &
  Readonly<{ listOf: ClassConstructor<Dto>; max: number }>;

/** A pipe for a body that is a list: `@Body(listBody(RuleDto, 50)) rules: RuleDto[]`. */
export const listBody = <Dto extends object>(dto: ClassConstructor<Dto>, max: number): ListBodyPipe<Dto> => ({
  listOf: dto,
  max,
  transform: (body) => {
    if (!Array.isArray(body)) return wrongBody('Must be a list.');
    if (body.length > max) return wrongBody(`At most ${String(max)} entries.`);
    checkForm(body);
    const read = body.map((entry, index) => readObject(dto, entry, `/${String(index)}`));
    const errors = read.flatMap((entry) => entry.errors);
    if (errors.length > 0) throw refusalOf(errors);
    return read.flatMap(({ dto: made }) => (made === undefined ? [] : [made]));
  },
});

/** Reads a body as this DTO. @throws Problem `malformed` or `unknown_field`, with pointers */
export const readBody = <Dto extends object>(dto: ClassConstructor<Dto>, body: unknown): Dto => {
  checkForm(body);
  const { dto: made, errors } = readObject(dto, body === undefined ? {} : body, '');
  if (made === undefined || errors.length > 0) throw refusalOf(errors);
  return made;
};

const readQuery = <Dto extends object>(dto: ClassConstructor<Dto>, query: unknown): Dto => {
  checkForm(query);
  const made = plainToInstance(dto, { ...(query as object) });
  const errors = validateSync(made, { whitelist: true, forbidUnknownValues: false, validationError: BARE });
  if (errors.length > 0) throw refusalOf(errors.flatMap((error) => fieldErrors(error, '')));
  return made;
};

/** Errors carry neither the DTO nor the value: they may be personal, and are never shown. */
const BARE = { target: false, value: false };

type Made<Dto> = Readonly<{ dto: Dto | undefined; errors: readonly FieldError[] }>;

const readObject = <Dto extends object>(dto: ClassConstructor<Dto>, plain: unknown, at: string): Made<Dto> => {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    return { dto: undefined, errors: [{ pointer: at, code: 'malformed', detail: 'Must be an object.' }] };
  }
  const made = plainToInstance(dto, plain);
  const errors = validateSync(made, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false, // A DTO without fields takes an empty object; anything in it is unknown.
    validationError: BARE,
  });
  return { dto: made, errors: errors.flatMap((error) => fieldErrors(error, at)) };
};

/** Refuses what no body or query may hold, whatever its schema. @throws Problem `malformed` pointing at it */
export const checkForm = (body: unknown): void => {
  const flaw = flawOf(body);
  if (flaw !== undefined) throw new Problem('malformed', { errors: [{ ...flaw, code: 'malformed' }] });
};

const wrongBody = (detail: string): never =>
  problem('malformed', { errors: [{ pointer: '', code: 'malformed', detail }] });

/** `unknown_field` if that is all that is wrong. */
const refusalOf = (errors: readonly FieldError[]): Problem =>
  new Problem(errors.every(({ code }) => code === 'unknown_field') ? 'unknown_field' : 'malformed', { errors });

const fieldErrors = (error: ValidationError, at: string): readonly FieldError[] => {
  const pointer = `${at}/${escaped(error.property)}`;
  const below = (error.children ?? []).flatMap((child) => fieldErrors(child, pointer));
  const [first] = Object.entries(error.constraints ?? {});
  if (first === undefined) return below;
  const [constraint, message] = first;
  const own =
    constraint === 'whitelistValidation'
      ? { pointer, code: 'unknown_field', detail: 'Nobody knows this field.' }
      : { pointer, code: 'malformed', detail: fieldText(constraint, message) };
  return [own, ...below];
};
