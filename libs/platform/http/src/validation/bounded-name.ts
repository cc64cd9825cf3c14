import type { PipeTransform } from '@nestjs/common';
import { notFound } from '../problems/problem';
import { flawOf } from './body-flaws';

const LONGEST = 128;

/** A pipe for the name of somebody in a path, as the shop gave it; what cannot be stored, or is too long, names nobody: 404. */
export const boundedName: PipeTransform<string, string> = {
  transform: (value) =>
    value.length > 0 && value.length <= LONGEST && flawOf(value) === undefined ? value : notFound(),
};
