import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { fileInZip } from './zip.mjs';

const folder = await mkdtemp(path.join(os.tmpdir(), 'amends-zip-'));
after(() => rm(folder, { recursive: true }));
const archive = path.join(folder, 'some.jar');
const wanted = Buffer.from('a server '.repeat(1000));
await writeFile(
  archive,
  zip([
    { name: 'readme.txt', content: Buffer.from('hello'), packed: false },
    { name: 'bin/server', content: wanted, packed: true },
  ]),
);

test('a packed file comes out whole', async () =>
  assert.deepEqual(await fileInZip(archive, (name) => name === 'bin/server'), wanted));
test('a stored file comes out whole', async () =>
  assert.equal(String(await fileInZip(archive, (name) => name.endsWith('.txt'))), 'hello'));
test('a file that is not there is an error', () =>
  assert.rejects(
    fileInZip(archive, (name) => name === 'other'),
    /does not hold/,
  ));

/** The smallest archive that a reader must understand: local headers, directory, end record. */
function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const { name, content, packed } of files) {
    const body = packed ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(packed ? 8 : 0, 10);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(local, Buffer.from(name), body);
    at += local.length + name.length + body.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
