import { flawOf, notFound } from '@amends/platform/http';
import type { PipeTransform } from '@nestjs/common';

const LONGEST = 128;

/** A pipe for the name of a buyer in a path; what cannot be stored, or is too long, names nobody: 404. */
export const boundedName: PipeTransform<string, string> = {
  transform: (value) =>
    value.length > 0 && value.length <= LONGEST && flawOf(value) === undefined ? value : notFound(),
};
