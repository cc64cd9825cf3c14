// Arithmetic and the table of figures.

/** Sorted copies make percentiles: `quantile([3, 1, 2], 0.5)` is 2. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}
export const median = (values) => quantile(values, 0.5);

/** Runs `work(i)` for i in 0 … count-1, at most `width` at a time; milliseconds of each. */
export async function timed(count, width, work) {
  const times = new Array(count);
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async () => {
      while (next < count) {
        const i = next++;
        const begun = performance.now();
        await work(i);
        times[i] = performance.now() - begun;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  return {
    times,
    seconds,
    perSecond: count / seconds,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
  };
}

const number = (value) =>
  value === undefined || Number.isNaN(value)
    ? '–'
    : value >= 100
      ? Math.round(value).toLocaleString('en')
      : value.toFixed(value >= 10 ? 1 : 2);

/** Rows `{ figure, value, unit, yardstick, yardstickName, target, holds, note }` as a table for people. */
export function table(rows) {
  const cells = [
    ['figure', 'value', 'yardstick (same run)', 'ratio', 'target', ''],
    ...rows.map(({ figure, value, unit, yardstick, yardstickName, target, holds, note }) => [
      figure,
      `${number(value)} ${unit}`,
      yardstick === undefined ? '–' : `${number(yardstick)} ${unit} ${yardstickName}`,
      yardstick === undefined ? '–' : `${(value / yardstick).toFixed(2)}×`,
      target,
      `${holds ? 'holds' : 'falls short'}${note ? ` (${note})` : ''}`,
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
