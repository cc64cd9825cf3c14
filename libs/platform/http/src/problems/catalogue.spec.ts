import { expect, it } from '@jest/globals';
import { problems } from './catalogue';

it.each(Object.entries(problems))('%s is said in English and in Chinese', (_code, { title, detail }) => {
  for (const text of [title, detail]) {
    expect(text.en).toMatch(/^[A-Z][\x20-\x7e]+$/);
    expect(text.zh).toMatch(/\p{Script=Han}/u);
  }
  expect(detail.en).toMatch(/\.$/);
  expect(detail.zh).toMatch(/。$/);
});
