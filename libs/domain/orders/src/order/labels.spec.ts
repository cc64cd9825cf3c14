import type { Label } from '@amends/kernel';
import { expect, it } from '@jest/globals';
import { addressChangeLife } from './address-change/transitions';
import { addressChangeLabels, lineAfterSaleLabels, lineStatusLabels } from './labels';
import { lineLife } from './transitions';

it.each(Object.entries<Label>({ ...lineStatusLabels, ...lineAfterSaleLabels, ...addressChangeLabels }))(
  '%s is said in English and in Chinese',
  (_word, { en, zh }) => {
    expect(en).toMatch(/^[A-Z][\x20-\x7e]+$/);
    expect(zh).toMatch(/^\p{Script=Han}+$/u);
  },
);

it('every status of a line and of an address change has a label', () => {
  const statuses = (rows: readonly Readonly<{ from: string; to: string }>[]) =>
    rows.flatMap(({ from, to }) => [from, to]);
  expect(statuses(lineLife.rows).filter((status) => !Object.hasOwn(lineStatusLabels, status))).toEqual([]);
  expect(statuses(addressChangeLife.rows).filter((status) => !Object.hasOwn(addressChangeLabels, status))).toEqual([]);
});
