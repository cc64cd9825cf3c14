// Only the servers (PostgreSQL, Kafka, Redis), in the foreground, for people who start services or tests on their own.
//   node tools/infra.mjs          prints the addresses; Ctrl-C stops. `npm start` from the same checkout uses these servers.
import { addressesOf, startInfrastructure } from './stack/infrastructure.mjs';
import { interruption, untilAborted } from './stack/interrupt.mjs';
import { assertNodeVersion, installPackages } from './stack/packages.mjs';
import { reportProblem } from './stack/problem.mjs';
import { portOffset } from './stack/settings.mjs';

const say = (line) => console.error(line);

const signal = interruption();
try {
  assertNodeVersion();
  await installPackages(say);
  const infrastructure = await startInfrastructure({
    offset: portOffset(),
    throwAway: false,
    purpose: 'node tools/infra.mjs',
    say,
    signal,
  });
  for (const [name, value] of Object.entries(addressesOf(infrastructure))) console.log(`export ${name}=${value}`);
  say('ready; Ctrl-C stops');
  await untilAborted(signal);
  say('stopping ...');
  await infrastructure.stop();
} catch (error) {
  if (!signal.aborted) reportProblem(error);
}
process.exit();
