// npm run reconcile [-- --date=2026-03-01]: compares our books of a day (in Asia/Shanghai; by default yesterday) with the payment provider's and the
// insurer's, now.
// Asks the stack at AMENDS_URL (default: the `npm start` of this checkout), as the operator whose token is in AMENDS_TOKEN (in demo mode one is made).
// Prints each difference. Exit code 0: none, 1: some, 2: it could not be compared.
import { connectTo } from './flows/client.mjs';
import { portOffset, portsAt } from './stack/settings.mjs';
import { runningStack } from './stack/stack.mjs';

/** Whose books ours are compared with, and what names an item of theirs. */
const BOOKS = [
  { whose: 'the payment provider', path: '/v1/reconciliations', number: 'refundNumber', of: 'paymentId' },
  { whose: 'the insurer', path: '/v1/insurance/reconciliations', number: 'claimId', of: 'policyId' },
];
const DAY_MS = 24 * 3_600_000;
const SHANGHAI_MS = 8 * 3_600_000;

const origin =
  process.env.AMENDS_URL ??
  runningStack(portOffset())?.AMENDS_URL ??
  `http://127.0.0.1:${portsAt(portOffset()).gateway}`;
const client = connectTo(origin);

try {
  const token = process.env.AMENDS_TOKEN ?? (await client.token({ role: 'operator', sub: 'npm-run-reconcile' }));
  const named = process.argv.find((argument) => argument.startsWith('--date='))?.slice('--date='.length);
  const date = named ?? (await yesterday());
  let differing = 0;
  for (const { whose, path, number, of } of BOOKS) {
    const found = await client.post(path, { date }, { token });
    show(whose, found, ({ [number]: about, [of]: whole }) => `${about} of ${whole}`);
    differing += found.counts.differing;
  }
  process.exitCode = differing > 0 ? 1 : 0;
} catch (error) {
  console.error(`could not compare: ${error.message}`);
  process.exitCode = 2;
} finally {
  client.close();
}

async function yesterday() {
  const { status, body } = await client.send('GET', '/dev/clock');
  const now = status === 200 ? Date.parse(body.now) : Date.now();
  return new Date(now + SHANGHAI_MS - DAY_MS).toISOString().slice(0, 10);
}

function show(whose, { date, counts, sums, differences, closed }, nameOf) {
  console.log(
    `${date}, ${whose}: ${counts.ours} of ours, ${counts.theirs} of theirs: ${counts.matched} agree, ${counts.underWay} under way, ${counts.differing} differ, ${closed} closed`,
  );
  for (const { currency, ours, theirs } of sums) console.log(`${currency}  ours ${ours}  theirs ${theirs}`);
  for (const difference of differences) {
    const { kind, ours, theirs } = difference;
    console.log(`DIFF  ${kind.padEnd(12)} ${nameOf(difference)}: ours ${told(ours)}, theirs ${told(theirs)}`);
  }
  const left = counts.differing - differences.length;
  if (left > 0) console.log(`… and ${left} more`);
}

function told(side) {
  return side === null ? 'nothing' : `${side.amount} ${side.currency} ${side.status}`;
}
