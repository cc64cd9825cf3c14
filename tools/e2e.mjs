// npm run e2e: tells the story of README over HTTP to the stack at AMENDS_URL (default: the `npm start` of this checkout).
// Prints `ok` or `FAIL` per step and ends with `N passed, N failed`.
import { runningStack } from './stack/stack.mjs';
import { portOffset, portsAt } from './stack/settings.mjs';

const gateway =
  process.env.AMENDS_URL ??
  runningStack(portOffset())?.AMENDS_URL ??
  `http://127.0.0.1:${portsAt(portOffset()).gateway}`;

/** Each step is a sentence and what must hold; a step may use what earlier ones left in `told`. */
const steps = [
  ['the gateway answers', async () => expectStatus(await fetch(`${gateway}/health/ready`), 200)],
  ['the reasons of a return are public', async () => expectStatus(await fetch(`${gateway}/v1/reason-catalogue`), 200)],
];

let passed = 0;
let failed = 0;
const told = {};
for (const [sentence, step] of steps) {
  try {
    await step(told);
    passed++;
    console.log(`ok    ${sentence}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${sentence}\n      ${error.message}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function expectStatus(answer, status) {
  if (answer.status !== status) throw new Error(`${answer.url} answered ${answer.status}, not ${status}`);
}
