// npm run e2e: tells the stories of the product and plays its README and guides over HTTP to the stack at AMENDS_URL (default: the `npm start` of this checkout), then verifies.
// Prints `ok` or `FAIL` per story and invariant and ends with `N passed, N failed`.
import path from 'node:path';
import { pages } from './flows/pages.mjs';
import { stories } from './flows/stories.mjs';
import { runStep } from './stack/run.mjs';
import { portOffset, portsAt } from './stack/settings.mjs';
import { runningStack } from './stack/stack.mjs';

const running = runningStack(portOffset()) ?? {};
const origin = process.env.AMENDS_URL ?? running.AMENDS_URL ?? `http://127.0.0.1:${portsAt(portOffset()).gateway}`;

let passed = 0;
let failed = 0;
for (const { title, tell } of [...stories(origin), ...(await pages(origin))]) {
  try {
    await tell();
    passed++;
    console.log(`ok    ${title}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${title}\n      ${error.message}`);
  }
}

const verify = path.join(import.meta.dirname, 'verify.mjs');
const { counts } = await runStep(process.execPath, [verify], { env: { ...running, ...process.env } });
passed += counts?.passed ?? 0;
failed += counts?.failed ?? 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
