// A native Kafka: one node that is broker and controller (KRaft), from the downloaded jars.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from './downloads.mjs';
import { answered } from './processes.mjs';
import { Problem, root, stack } from './settings.mjs';
import { supervised } from './supervision.mjs';

const require = createRequire(import.meta.url);
const OLDEST_JAVA = 17;

/** Starts Kafka on 127.0.0.1 and answers once it serves topics and consumer groups. */
export async function startKafka({ family, port, controllerPort, state, logs, say }) {
  assertJava();
  const jars = path.join(await kafkaJars(say), '*');
  const home = path.join(state, 'kafka');
  mkdirSync(home, { recursive: true });
  const data = path.join(home, 'data');
  const properties = path.join(home, 'server.properties');
  writeFileSync(properties, propertiesText({ port, controllerPort, data }));
  const logging = `-Dlog4j2.configurationFile=${path.join(root, 'deploy/local/kafka-log4j2.properties')}`;
  if (!existsSync(path.join(data, 'meta.properties'))) {
    const format = [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-cp',
      jars,
      logging,
      'kafka.tools.StorageTool',
      'format',
      '--ignore-formatted',
      '-t',
      stack.kafka.clusterId,
      '-c',
      properties,
    ];
    await promisify(execFile)('java', format).catch((error) => {
      throw new Problem(`Kafka could not prepare ${data}:\n${error.stderr || error.stdout || error.message}`);
    });
  }
  const server = supervised(
    family,
    {
      name: 'Kafka',
      kind: 'server',
      command: 'java',
      args: [
        ...stack.kafka.heap.split(' '),
        '-XX:+UseG1GC',
        '-XX:MaxGCPauseMillis=20',
        '-Djava.awt.headless=true',
        logging,
        '-cp',
        jars,
        'kafka.Kafka',
        properties,
      ],
      log: path.join(logs, 'kafka.log'),
      cwd: home,
    },
    say,
  );
  const brokers = `127.0.0.1:${port}`;
  await answered(server.handle(), () => askKafka(brokers));
  server.watch();
  return { server, brokers };
}

/** Throws until the broker lists topics and has a coordinator for consumer groups: before that, clients report errors. */
export async function askKafka(brokers) {
  const { Kafka, logLevel } = require('kafkajs');
  const kafka = new Kafka({
    clientId: 'amends-tools',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.listTopics();
    await admin.fetchOffsets({ groupId: 'amends-tools' });
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

function propertiesText({ port, controllerPort, data }) {
  const settings = {
    ...stack.kafka.settings,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': data,
  };
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

function assertJava() {
  let words;
  try {
    words = execFileSync('java', ['-version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    // `java -version` speaks on the error stream.
    words ||= execFileSync('sh', ['-c', 'java -version 2>&1'], { encoding: 'utf8' });
  } catch {
    throw new Problem(
      'Neither a container engine nor Java is here: start Docker, or install Java 17 and Maven, or give DATABASE_URL, KAFKA_BROKERS and REDIS_URL.',
    );
  }
  const version = Number(/version "(?:1\.)?(\d+)/.exec(words)?.[1] ?? 0);
  if (version < OLDEST_JAVA)
    throw new Problem(`Kafka needs Java ${OLDEST_JAVA} or newer; here is Java ${version || 'of an unknown version'}.`);
}
