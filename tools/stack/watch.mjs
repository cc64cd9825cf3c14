// npm run dev: compiles what was saved and restarts the services that use it.
import { watch } from 'node:fs';
import path from 'node:path';
import { build } from '../build.mjs';
import { root } from './settings.mjs';

const QUIET_MS = 200;

/** Watches libs/ and services/; a change in a library concerns every service. */
export function watchSources(services, say) {
  const changed = new Set();
  let timer;
  let busy = false;

  const settle = async () => {
    if (busy) return;
    busy = true;
    while (changed.size > 0) {
      const files = [...changed];
      changed.clear();
      try {
        if ((await build()) === 0) continue;
        const names = affected(files, Object.keys(services));
        say(`changed: ${files.join(', ')}; restarting ${names.join(', ')}`);
        await Promise.all(names.map((name) => services[name].restart()));
      } catch (error) {
        say(`not compiled: ${error.message}`);
      }
    }
    busy = false;
  };

  for (const folder of ['libs', 'services']) {
    watch(path.join(root, folder), { recursive: true }, (_event, file) => {
      if (!file || /\.spec\.ts$/.test(file)) return;
      changed.add(path.join(folder, file));
      clearTimeout(timer);
      timer = setTimeout(settle, QUIET_MS);
    });
  }
  say('watching libs/ and services/');
}

const affected = (files, names) =>
  files.some((file) => file.startsWith('libs'))
    ? names
    : names.filter((name) => files.some((file) => file.startsWith(path.join('services', name) + path.sep)));
