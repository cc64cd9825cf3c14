import type { Label } from '@amends/kernel';
import { describe, expect, it } from '@jest/globals';
import { disputeLife, lives, rolesOf, type Action } from '../case';
import { complaintLife } from '../complaint';
import { denials, reasons, rejections } from '../policy';
import * as guide from './labels';
import { repliesFor, standardReplies } from './standard-replies';

const { listed: _list, ...tables } = guide;
const labels: readonly (readonly [string, Label])[] = [
  ...Object.entries(tables).flatMap(([table, words]) =>
    Object.entries<Label>(words).map(([word, label]) => [`${table}.${word}`, label] as const),
  ),
  ...reasons.map(({ code, label }) => [`reasons.${code}`, label] as const),
  ...rejections.map(({ code, label }) => [`rejections.${code}`, label] as const),
  ...Object.values(denials).map(({ code, message }) => [`denials.${code}`, message] as const),
  ...standardReplies.map(({ code, text }) => [`replies.${code}`, text] as const),
];

it.each(labels)('%s is said in English and in Chinese', (_word, { en, zh }) => {
  expect(en).toMatch(/^[A-Z][\x20-\x7e]+$/);
  expect(zh).toMatch(/\p{Script=Han}/u);
  expect(zh).not.toMatch(/[a-z]{2}/);
});

describe('every word of a table has a label', () => {
  const missing = (words: readonly string[], of: object): readonly string[] =>
    [...new Set(words)].filter((word) => !Object.hasOwn(of, word));

  it.each(Object.entries(lives))('%s', (_name, { rows }) => {
    expect(
      missing(
        rows.flatMap(({ from, to }) => [from, to]),
        guide.ticketStatusLabels,
      ),
    ).toEqual([]);
    const asked = rows.flatMap(({ on }) => (Object.hasOwn(rolesOf, on) ? [on as Action] : []));
    expect(missing(asked, guide.actionLabels)).toEqual([]);
  });

  it('disputes and complaints', () => {
    const of = (rows: readonly Readonly<{ from: string; to: string }>[]) => rows.flatMap(({ from, to }) => [from, to]);
    expect(missing(of(disputeLife.rows), guide.disputeStatusLabels)).toEqual([]);
    expect(missing(of(complaintLife.rows), guide.complaintStatusLabels)).toEqual([]);
  });
});

describe('standard replies', () => {
  it('have one code each, and fit into a message', () => {
    const codes = standardReplies.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(standardReplies.filter(({ text }) => Math.max(text.en.length, text.zh.length) > 500)).toEqual([]);
  });

  it.each(['merchant', 'agent'] as const)('have something to say for a %s in every status', (role) => {
    const silent = Object.keys(guide.ticketStatusLabels).filter(
      (status) => repliesFor({ role }).filter(({ statuses }) => statuses.some((each) => each === status)).length === 0,
    );
    expect(silent).toEqual([]);
  });
});
