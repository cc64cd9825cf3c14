// Documentation is run: the shell blocks of a page are played in one shell against a stack, and what follows them is what it must answer.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../stack/settings.mjs';

/** Where a reader of the pages has his stack. */
const READER = 'localhost:8080';
const PAGE_MS = 120_000;

/** A story for README and for each guide that asks for something. `origin` is where the stack is that answers. */
export async function pages(origin) {
  const guides = (await readdir(path.join(root, 'docs/guides'))).filter((file) => file.endsWith('.md')).sort();
  const files = ['README.md', ...guides.map((file) => `docs/guides/${file}`)];
  const all = await Promise.all(
    files.map(async (file) => ({ file, steps: stepsOf(await readFile(path.join(root, file), 'utf8')) })),
  );
  return all
    .filter(({ steps }) => steps.length > 0)
    .map(({ file, steps }) => ({
      title: `${file} is answered as it says`,
      tell: async () => {
        const answers = await play(steps, origin);
        steps.forEach(({ commands, answer }, index) => {
          const missing = answer === undefined ? undefined : missingOf(answer, answers[index]);
          if (missing !== undefined)
            throw new Error(`${commands}\n      does not answer ${missing}\n      but ${answers[index]}`);
        });
      },
    }));
}

/** The shell blocks of a page that ask for something, each with the JSON block that follows it before the next one. */
export function stepsOf(markdown) {
  const blocks = [...markdown.matchAll(/^```(sh|json)\n([^]*?)^```$/gm)].map(([, kind, text]) => ({ kind, text }));
  return blocks.flatMap(({ kind, text }, index) => {
    if (kind !== 'sh' || !/\bcurl\b|\bamends\b/.test(text)) return [];
    const next = blocks[index + 1];
    return [{ commands: text, answer: next?.kind === 'json' ? next.text : undefined }];
  });
}

/** What each step prints, in one shell, so that later ones know the names of earlier ones. */
async function play(steps, origin) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'amends-page-'));
  try {
    const script = steps
      .map(({ commands }, index) => `{\n${commands}\n} > "${path.join(folder, String(index))}" 2>&1`)
      .join('\n')
      .replaceAll(READER, new URL(origin).host)
      .replaceAll('/tmp/order.json', path.join(folder, 'order.json'));
    await promisify(execFile)('bash', ['-c', script], { timeout: PAGE_MS });
    return await Promise.all(steps.map((_, index) => readFile(path.join(folder, String(index)), 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first piece of a documented answer that the real one lacks. Pieces stand in their order, with `…` between them. */
export function missingOf(documented, real) {
  const text = plain(real);
  let from = 0;
  for (const piece of documented.split('…').map(plain)) {
    const at = text.indexOf(piece, from);
    if (at < 0) return piece;
    from = at + piece.length;
  }
  return undefined;
}

/** Without line breaks, and without what is another thing at every run: ids, instants, what is left of a time. */
const plain = (text) =>
  text
    .replace(/\s*\n\s*/g, '')
    .trim()
    .replace(/\b([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}\b/g, '$1_')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant')
    .replace(/"secondsLeft":\d+/g, '"secondsLeft":')
    .replace(/\b(pay|SO|SF|YT|EV|buyer|merchant|agent)-\d{6,}\b/g, '$1-');
