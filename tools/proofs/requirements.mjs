// The page that says where each requirement lives, and what shows it.

/** The numbers that have a row. */
const RANGES = [
  [1, 55],
  [65, 73],
  [75, 95],
];
export const NUMBERS = RANGES.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index),
);

/**
 * What is wrong with the page, a sentence each: a number without a row or with two, a link to nothing, a row that is not
 * marked open and has no place or no proof. `exists` answers for a path relative to the page.
 */
export function flawsOfRequirements(page, exists, numbers = NUMBERS) {
  const rows = [...page.matchAll(/^\| M(\d+) +\|(.*)\|$/gm)].map(([, number, cells]) => {
    const [, place = '', proof = ''] = cells.split('|').map((cell) => cell.trim());
    return { number: Number(number), place, proof };
  });
  return [
    ...numbers.filter((number) => !rows.some((row) => row.number === number)).map((number) => `M${number} has no row`),
    ...rows
      .filter((row, index) => rows.findIndex(({ number }) => number === row.number) < index)
      .map(({ number }) => `M${number} has two rows`),
    ...rows.flatMap(({ number, place, proof }) => [
      ...[...linksOf(place), ...linksOf(proof)]
        .filter((link) => !exists(link))
        .map((link) => `M${number} links to ${link}, which is not there`),
      ...(place.startsWith('_open_') || linksOf(place).length > 0 ? [] : [`M${number} does not say where it lives`]),
      ...(place.startsWith('_open_') || linksOf(proof).length > 0 ? [] : [`M${number} does not say what shows it`]),
    ]),
  ];
}

const linksOf = (cell) => [...cell.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link]) => link);
