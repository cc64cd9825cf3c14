import type { IdPrefix } from '@amends/kernel';
import type { PipeTransform } from '@nestjs/common';
import { notFound } from '../problems/problem';
import { canonicalId } from './fields';

/** A pipe for an id in a path: `@Param('id', pathId('aft')) id: string`. What cannot be an id names nothing: 404. */
export const pathId = (prefix: IdPrefix): PipeTransform<string, string> => ({
  transform: (value) => canonicalId(prefix, value) ?? notFound(),
});

/** A pipe for a number in a path, from 1: `@Param('number', pathNumber)`. What is none names nothing: 404. */
export const pathNumber: PipeTransform<string, number> = {
  transform: (value) => (/^[1-9]\d{0,8}$/.test(value) ? Number(value) : notFound()),
};
