// Compiles libs/ and services/ to dist/, the same tree. Only what is newer than its output is compiled.
//   node tools/build.mjs
import { readdir, mkdir, stat, writeFile, copyFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { root, swcOptions } = require('./swc-options.cjs');
const FOLDERS = ['libs', 'services'];
const COPIED = ['.sql', '.json', '.html'];

/** All files that the build reads, absolute. */
export async function sources() {
  const found = [];
  for (const folder of FOLDERS) {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isFile()) found.push(path.join(entry.parentPath ?? entry.path, entry.name));
  }
  return found.filter(isSource);
}

const isSource = (file) =>
  (file.endsWith('.ts') && !file.endsWith('.d.ts') && !/\.(spec|int\.spec|e2e\.spec)\.ts$/.test(file)) ||
  (COPIED.includes(path.extname(file)) && path.basename(file) !== 'project.json');

const outputOf = (file) => path.join(root, 'dist', path.relative(root, file)).replace(/\.ts$/, '.js');
const modified = async (file) => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;

/** Compiles these files (default: all that changed); answers how many were written. */
export async function build(files) {
  const { transformFile } = require('@swc/core');
  const settings = Math.max(
    await modified(path.join(root, 'tsconfig.base.json')),
    await modified(path.join(root, 'tools/swc-options.cjs')),
  );
  let written = 0;
  for (const file of files ?? (await sources())) {
    const output = outputOf(file);
    if ((await modified(output)) > Math.max(await modified(file), file.endsWith('.ts') ? settings : 0)) continue;
    await mkdir(path.dirname(output), { recursive: true });
    if (file.endsWith('.ts')) {
      const { code, map } = await transformFile(file, swcOptions);
      await writeFile(`${output}.map`, map ?? '');
      await writeFile(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
    } else await copyFile(file, output);
    written++;
  }
  if (!files) await removeStale();
  return written;
}

/** A deleted source must not go on living in dist/. */
async function removeStale() {
  const wanted = new Set((await sources()).map(outputOf));
  for (const folder of FOLDERS) {
    const entries = await readdir(path.join(root, 'dist', folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      if (entry.isFile() && !wanted.has(file.replace(/\.map$/, ''))) await rm(file);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const start = Date.now();
  console.log(`build: ${await build()} files compiled in ${Date.now() - start} ms`);
}
