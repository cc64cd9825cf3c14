import { describe, expect, it } from '@jest/globals';
import {
  BadSettings,
  bytes,
  describeSettings,
  list,
  oneOf,
  optionalText,
  settings,
  text,
  wholeNumber,
} from './settings';

const table = {
  MODE: oneOf(['a', 'b'], { comment: 'The mode.', fallback: 'a' }),
  COUNT: wholeNumber({ comment: 'How many.', min: 1, max: 10, development: '3' }),
  NAMES: list({ comment: 'The names.', development: 'x, y' }),
  NOTE: optionalText({ comment: 'A note.' }),
  SECRET: bytes(4, { comment: 'A key.', secret: true, development: 'AAAAAA==' }),
};

describe('settings', () => {
  it('are read from the environment, with the defaults of development in development only', () => {
    expect(settings(table, { AMENDS_MODE: 'demo', NAMES: 'p' })).toEqual({
      MODE: 'a',
      COUNT: 3,
      NAMES: ['p'],
      NOTE: '',
      SECRET: Buffer.alloc(4),
    });
    expect(() => settings(table, {})).toThrow(BadSettings);
  });

  it('name everything that is wrong at once, and never show a secret', () => {
    const wrong = { MODE: 'c', COUNT: '11', NAMES: ' , ', SECRET: 'hunter2' };
    try {
      settings(table, wrong);
      throw new Error('not refused');
    } catch (error) {
      expect((error as BadSettings).problems.map((problem) => problem.split(' ')[0])).toEqual([
        'MODE',
        'COUNT',
        'NAMES',
        'SECRET',
      ]);
      expect((error as BadSettings).message).not.toContain('hunter2');
    }
  });

  it('describe themselves without secrets', () => {
    expect(describeSettings(table).at(-1)).toEqual({
      name: 'SECRET',
      comment: 'A key.',
      fallback: '',
      development: '',
      secret: true,
    });
    expect(describeSettings({ HOST: text({ comment: 'Where.', fallback: '0.0.0.0' }) })).toEqual([
      { name: 'HOST', comment: 'Where.', fallback: '0.0.0.0', development: '', secret: false },
    ]);
  });
});
