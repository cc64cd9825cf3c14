import { Problem } from './settings.mjs';

/** The parts of a command that were asked for by name, none when it is all of it. Anything else stops it with what there is. */
export function partsAsked(known, given = process.argv.slice(2)) {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Problem(`There is no part "${unknown}"; there are ${known.join(', ')}.`);
  return given;
}
