import { notFound } from '@amends/platform/http';
import type { PipeTransform } from '@nestjs/common';

const LONGEST = 128;

/** A pipe for the name of a buyer in a path; what is too long to be one names nobody: 404. */
export const boundedName: PipeTransform<string, string> = {
  transform: (value) => (value.length > 0 && value.length <= LONGEST ? value : notFound()),
};
