import { randomUUID } from 'node:crypto';
import type { Case } from './cases';
import { PNG } from './fixtures';
import type { Request } from './http';
import type { People } from './people';

const MIB = 1024 * 1024;
const BOUNDARY = 'a-boundary';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
const HTML = Buffer.from('<!doctype html><script>alert(1)</script>');

/** What is uploaded as evidence and is none. */
export const wrongUploads = ({ tokens }: People): readonly Case[] => {
  const refused = (name: string, request: Partial<Request>, status: number, code: string, pointer?: string): Case => ({
    name,
    request: {
      ...{ method: 'POST', path: '/v1/evidence', token: tokens.buyer, ...request },
      headers: { 'idempotency-key': randomUUID(), ...request.headers },
    },
    ...{ status, code, ...(pointer === undefined ? {} : { pointer }) },
  });
  const claimed = (mediaType: string, bytes: Buffer) => ({ json: { mediaType, base64: bytes.toString('base64') } });
  const form = (raw: string | Buffer, type = `multipart/form-data; boundary=${BOUNDARY}`) => ({
    raw,
    headers: { 'content-type': type },
  });
  const mismatches: readonly (readonly [string, Buffer])[] = [
    ...[JPEG, PDF, SVG, HTML, Buffer.from('x'), Buffer.concat([HTML, PNG])].map(
      (bytes) => ['image/png', bytes] as const,
    ),
    ...[PNG, SVG].map((bytes) => ['image/jpeg', bytes] as const),
    ...[PNG, HTML].map((bytes) => ['application/pdf', bytes] as const),
    ...[PNG, PDF].map((bytes) => ['image/webp', bytes] as const),
    ...[PNG, JPEG].map((bytes) => ['video/mp4', bytes] as const),
  ];
  const unsupported = [
    'image/svg+xml',
    'text/html',
    'image/gif',
    'application/zip',
    'x',
    'image/png, text/html',
    '__proto__',
  ];
  return [
    ...mismatches.map(([type, bytes]) => refused(`no ${type}`, claimed(type, bytes), 415, 'content_mismatch')),
    ...mismatches.map(([type, bytes]) =>
      refused(`no ${type} in a form`, form(formOf([{ type, bytes }])), 415, 'content_mismatch'),
    ),
    ...unsupported.map((type) => refused(`as ${type}`, claimed(type, PNG), 415, 'unsupported_media_type')),
    refused('as image/gif in a form', form(formOf([{ type: 'image/gif', bytes: PNG }])), 415, 'unsupported_media_type'),
    ...['!', 'a', 'aGk', 'aGk=\n', 'data:image/png;base64,aGk='].map((base64) =>
      refused(`${base64} is no base64`, { json: { mediaType: 'image/png', base64 } }, 400, 'malformed', '/base64'),
    ),
    refused('more than 5 MiB', claimed('image/png', Buffer.concat([PNG, Buffer.alloc(5 * MIB)])), 413, 'too_large'),
    refused(
      'more than 5 MiB in a form',
      form(formOf([{ type: 'image/png', bytes: Buffer.concat([PNG, Buffer.alloc(5 * MIB)]) }])),
      413,
      'too_large',
    ),
    refused('a body of more than 8 MiB', { raw: `"${'x'.repeat(8 * MIB)}"` }, 413, 'too_large'),
    refused('the same in pieces', { raw: `"${'x'.repeat(8 * MIB)}"`, chunked: true }, 413, 'too_large'),
    refused('an empty form', form(''), 400, 'malformed'),
    refused(
      'a form without a file',
      form(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--${BOUNDARY}--\r\n`),
      400,
      'malformed',
    ),
    refused(
      'a form with two files',
      form(
        formOf([
          { type: 'image/png', bytes: PNG },
          { type: 'image/png', bytes: PNG },
        ]),
      ),
      400,
      'malformed',
    ),
    refused(
      'a form that ends early',
      form(formOf([{ type: 'image/png', bytes: PNG }]).subarray(0, 150)),
      400,
      'malformed',
    ),
    refused(
      'a form of another boundary',
      form(formOf([{ type: 'image/png', bytes: PNG }]), 'multipart/form-data; boundary=b'),
      400,
      'malformed',
    ),
    refused(
      'a form without a boundary',
      form(formOf([{ type: 'image/png', bytes: PNG }]), 'multipart/form-data'),
      400,
      'malformed',
    ),
    refused('a form of nothing but boundaries', form(`--${BOUNDARY}\r\n`.repeat(50_000)), 400, 'malformed'),
  ];
};

const formOf = (files: readonly Readonly<{ type: string; bytes: Buffer }>[]): Buffer =>
  Buffer.concat([
    ...files.flatMap(({ type, bytes }) => [
      Buffer.from(
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="../../x.png"\r\ncontent-type: ${type}\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
