// npm start: the whole product with real servers, in the foreground; Ctrl-C ends everything it started, nothing else.
//   npm start                      PORT=9090 moves the gateway, AMENDS_PORT_OFFSET=100 moves all ports
//   npm run dev                    the same, and restarts what changed
//   SERVICES=orders,sandbox npm start
import { reportProblem } from './stack/problem.mjs';
import { interruption, untilAborted } from './stack/interrupt.mjs';
import { assertNodeVersion, installPackages } from './stack/packages.mjs';
import { logsFolder, portOffset } from './stack/settings.mjs';

const say = (line) => console.log(line);
const started = Date.now();

const signal = interruption();
try {
  assertNodeVersion();
  await Promise.race([installPackages(say), untilAborted(signal)]);
  if (!signal.aborted) {
    const { startStack } = await import('./stack/stack.mjs');
    const offset = portOffset();
    const stack = await startStack({ offset, throwAway: false, purpose: 'npm start', say, signal });
    const { welcome } = await import('./stack/welcome.mjs');
    say(welcome({ ports: stack.ports, seconds: (Date.now() - started) / 1000, logs: logsFolder(offset) }));
    if (process.argv.includes('--watch')) {
      const { watchSources } = await import('./stack/watch.mjs');
      watchSources(stack.services, say);
    }
    await untilAborted(signal);
    say('\nstopping ...');
    await stack.stop();
  }
} catch (error) {
  if (!signal.aborted) reportProblem(error);
}
if (signal.aborted) say('stopped.');
process.exit();
