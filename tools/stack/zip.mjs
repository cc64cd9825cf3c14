// Reads one file out of a zip (a jar is one): no unzip, jar or package is needed for it.
import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const STORED = 0;

/** The bytes of the first entry whose name fits; throws when there is none. */
export async function fileInZip(archive, fits) {
  const bytes = await readFile(archive);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error(`${archive} is not a zip archive`);
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = bytes.readUInt16LE(end + 10); entry > 0; entry--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if (fits(name)) return contentOf(bytes, at);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  throw new Error(`${archive} does not hold the wanted file`);
}

function contentOf(bytes, directoryEntry) {
  const method = bytes.readUInt16LE(directoryEntry + 10);
  const size = bytes.readUInt32LE(directoryEntry + 20);
  const header = bytes.readUInt32LE(directoryEntry + 42);
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const content = bytes.subarray(start, start + size);
  return method === STORED ? content : inflateRawSync(content);
}
