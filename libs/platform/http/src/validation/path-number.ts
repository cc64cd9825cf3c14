import type { PipeTransform } from '@nestjs/common';
import { notFound } from '../problems/problem';

/** A pipe for a number in a path, counted from 1: `@Param('number', pathNumber) number: number`. Anything else names nothing: 404. */
export const pathNumber: PipeTransform<string, number> = {
  transform: (value) => (/^[1-9]\d{0,8}$/.test(value) ? Number(value) : notFound()),
};
