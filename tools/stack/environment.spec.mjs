import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { composeText } from '../compose.mjs';
import { databaseVariables, environmentOf } from './environment.mjs';
import { portsAt, root, SERVICE_NAMES, stack } from './settings.mjs';

const adminUrl = 'postgres://postgres:postgres@127.0.0.1:54320/postgres';

test('docker-compose.yml is what stack.json says', () =>
  assert.equal(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), composeText()));

test('the container settings of PostgreSQL, Kafka and Redis are the native ones', () => {
  const text = composeText();
  for (const [name, value] of Object.entries(stack.postgres.settings))
    assert.ok(text.includes(`- "${name}=${value}"`), name);
  for (const [name, value] of Object.entries(stack.kafka.settings))
    assert.ok(text.includes(`KAFKA_${name.replaceAll('.', '_').toUpperCase()}: "${value}"`), name);
  for (const [name, value] of Object.entries(stack.redis.settings))
    assert.ok(text.includes(`- "--${name}"\n      - "${value}"`), name);
});

test('an offset moves every port by the same', () => {
  for (const [name, port] of Object.entries(portsAt(1000))) assert.equal(port, stack.ports[name] + 1000);
});

test('a service runs as amends_app and migrates as amends_owner, in its own database', () => {
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = databaseVariables('after-sales', adminUrl);
  assert.equal(DATABASE_URL, 'postgres://amends_app:amends_app@127.0.0.1:54320/amends_after_sales');
  assert.equal(MIGRATION_DATABASE_URL, 'postgres://amends_owner:amends_owner@127.0.0.1:54320/amends_after_sales');
});

test('no service gets the database of another, and every service knows the port it has', () => {
  for (const name of SERVICE_NAMES) {
    const environment = environmentOf(name, {
      port: stack.ports[name],
      urlOf: (other) => `http://127.0.0.1:${stack.ports[other]}`,
      adminUrl,
      brokers: 'b',
      redisUrl: 'r',
      secrets: {},
    });
    assert.equal(environment.PORT, String(stack.ports[name]));
    const foreign = Object.entries(stack.databases).filter(
      ([owner]) => SERVICE_NAMES.includes(owner) && owner !== name,
    );
    for (const [, database] of foreign)
      assert.ok(
        !Object.values(environment).some((value) => value.endsWith(`/${database}`)),
        `${name} gets ${database}`,
      );
  }
});
