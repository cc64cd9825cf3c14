// node tools/compose.mjs [--check]: writes docker-compose.yml from deploy/local/stack.json, so that containers and native servers agree.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { addressVariables, databaseVariables } from './stack/environment.mjs';
import { root, SERVICE_NAMES, stack } from './stack/settings.mjs';
import { NODE_FLAGS } from './stack/services.mjs';

const FILE = path.join(root, 'docker-compose.yml');
const { ports, postgres, kafka, redis, roles } = stack;
const KAFKA_INSIDE = 'kafka:9092';
const adminUrl = `postgres://${roles.superuser.name}:${roles.superuser.password}@postgres:5432/postgres`;
const urlOf = (name) => `http://${name}:${ports[name]}`;

/** The whole file. */
export const composeText =
  () => `# Made by \`node tools/compose.mjs\` from deploy/local/stack.json; change that one. \`npm run check\` fails when they differ.
#   docker compose up --build           everything in containers
#   npm start                           takes only postgres, kafka and redis from here and runs the services itself
name: amends

x-environment: &environment
${mapping({ AMENDS_MODE: 'demo', ROLE: 'all', KAFKA_BROKERS: KAFKA_INSIDE, REDIS_URL: 'redis://redis:6379', ...addressVariables(urlOf) }, 2)}

x-service: &service
  image: amends
  build:
    context: .
    dockerfile: deploy/docker/Dockerfile
  restart: unless-stopped
  volumes:
    - secrets:/secrets:ro
  depends_on:
    prepare: { condition: service_completed_successfully }
    kafka: { condition: service_healthy }
    redis: { condition: service_healthy }

services:
  postgres:
    image: ${postgres.image}
    command:
      - postgres
${Object.entries(postgres.settings)
  .flatMap(([name, value]) => ['-c', `${name}=${value}`])
  .map((word) => `      - ${quoted(word)}`)
  .join('\n')}
    environment:
${mapping({ POSTGRES_USER: roles.superuser.name, POSTGRES_PASSWORD: roles.superuser.password, POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C' }, 6)}
    shm_size: 768m
    ports:
      - "127.0.0.1:\${POSTGRES_PORT:-${ports.postgres}}:5432"
    volumes:
      - postgres:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "${roles.superuser.name}"]
      interval: 2s
      timeout: 3s
      retries: 30

  kafka:
    image: ${kafka.image}
    environment:
${mapping(kafkaVariables(), 6)}
    ports:
      - "127.0.0.1:\${KAFKA_PORT:-${ports.kafka}}:${ports.kafka}"
    volumes:
      - kafka:/var/lib/kafka/data
    healthcheck:
      test: ["CMD", "/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "${KAFKA_INSIDE}", "--list"]
      interval: 5s
      timeout: 10s
      retries: 20

  redis:
    image: ${redis.image}
    command:
      - redis-server
${Object.entries(redis.settings)
  .flatMap(([name, value]) => [`--${name}`, value])
  .map((word) => `      - ${quoted(word)}`)
  .join('\n')}
    ports:
      - "127.0.0.1:\${REDIS_PORT:-${ports.redis}}:6379"
    volumes:
      - redis:/data
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 2s
      timeout: 3s
      retries: 30

  prepare:
    <<: *service
    restart: "no"
    command: ["node", "tools/prepare.mjs"]
    environment:
${mapping({ DATABASE_ADMIN_URL: adminUrl, SECRETS_FOLDER: '/secrets' }, 6)}
    volumes:
      - secrets:/secrets
    depends_on:
      postgres: { condition: service_healthy }

${SERVICE_NAMES.map(serviceText).join('\n\n')}

volumes:
  postgres:
  kafka:
  redis:
  secrets:
`;

const serviceText = (name) => `  ${name}:
    <<: *service
    command: ${JSON.stringify(['node', ...NODE_FLAGS, '--env-file=/secrets/secrets.env', `dist/services/${name}/src/main.js`]).replaceAll(',', ', ')}
    environment:
      <<: *environment
${mapping({ PORT: String(ports[name]), ...databaseVariables(name, adminUrl) }, 6)}
    ports:
      - "127.0.0.1:${ports[name]}:${ports[name]}"`;

/** The image reads `KAFKA_SOME_NAME` as `some.name`. Containers reach the broker at kafka:9092, this machine at its own port. */
function kafkaVariables() {
  const settings = {
    ...kafka.settings,
    listeners: `PLAINTEXT://0.0.0.0:9092,HOST://0.0.0.0:${ports.kafka},CONTROLLER://0.0.0.0:${ports['kafka-controller']}`,
    'advertised.listeners': `PLAINTEXT://${KAFKA_INSIDE},HOST://127.0.0.1:\${KAFKA_PORT:-${ports.kafka}}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${ports['kafka-controller']}`,
    'log.dirs': '/var/lib/kafka/data',
  };
  return {
    CLUSTER_ID: kafka.clusterId,
    KAFKA_HEAP_OPTS: kafka.heap,
    ...Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`, value]),
    ),
  };
}

function mapping(values, indent) {
  return Object.entries(values)
    .map(([name, value]) => `${' '.repeat(indent)}${name}: ${quoted(value)}`)
    .join('\n');
}

/** Everything is a string here: unquoted, YAML would make a number or a truth of some. */
function quoted(text) {
  return JSON.stringify(text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const agrees = readFileSync(FILE, 'utf8') === composeText();
    if (!agrees)
      console.error('docker-compose.yml differs from deploy/local/stack.json: run `node tools/compose.mjs`.');
    process.exitCode = agrees ? 0 : 1;
  } else writeFileSync(FILE, composeText());
}
