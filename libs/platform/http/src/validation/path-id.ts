import type { IdPrefix } from '@amends/kernel';
import type { PipeTransform } from '@nestjs/common';
import { notFound } from '../problems/problem';
import { canonicalId } from './fields';

/** A pipe for an id in a path: `@Param('id', pathId('aft')) id: string`. What cannot be an id names nothing: 404. */
export const pathId = (prefix: IdPrefix): PipeTransform<string, string> => ({
  transform: (value) => canonicalId(prefix, value) ?? notFound(),
});
