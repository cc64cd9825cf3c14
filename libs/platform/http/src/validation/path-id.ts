import type { IdPrefix } from '@amends/kernel';
import type { PipeTransform } from '@nestjs/common';
import { notFound } from '../problems/problem';
import { flawOf } from './body-flaws';
import { canonicalId, idPattern } from './fields';

/** A pipe that says what it takes, as an OpenAPI schema. */
export type DocumentedPipe<Value = string> = PipeTransform<string, Value> &
  Readonly<{ takes: Readonly<Record<string, unknown>> }>;

/** A pipe for an id in a path: `@Param('id', pathId('aft')) id: string`. What cannot be an id names nothing: 404. */
export const pathId = (prefix: IdPrefix): DocumentedPipe => ({
  takes: { type: 'string', pattern: idPattern(prefix) },
  transform: (value) => canonicalId(prefix, value) ?? notFound(),
});

const LONGEST_NAME = 128;

/** A pipe for the name of a buyer in a path; what cannot be stored, or is too long, names nobody: 404. */
export const pathName: PipeTransform<string, string> = {
  transform: (value) =>
    value.length > 0 && value.length <= LONGEST_NAME && flawOf(value) === undefined ? value : notFound(),
};

/** A pipe for a number in a path, from 1: `@Param('number', pathNumber)`. What is none names nothing: 404. */
export const pathNumber: DocumentedPipe<number> = {
  takes: { type: 'integer', minimum: 1, maximum: 999_999_999 },
  transform: (value) => (/^[1-9]\d{0,8}$/.test(value) ? Number(value) : notFound()),
};
