import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { assertPortsFree } from './ports.mjs';
import { Problem } from './settings.mjs';

const listening = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server));
  });

test('a taken port is named, with the process that has it', async () => {
  const server = await listening();
  const { port } = server.address();
  await assert.rejects(assertPortsFree({ redis: port }), (error) => {
    assert.ok(error instanceof Problem);
    assert.match(error.message, new RegExp(`^Port ${port} \\(redis\\) is taken by process ${process.pid} `));
    return true;
  });
  server.close();
});

test('a free port is no problem', async () => {
  const server = await listening();
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  await assertPortsFree({ redis: port });
});
