import { createHash } from 'node:crypto';

/** The id of a stream's deadline: the same for the same name and token, so that a row can be found without reading. */
export const deadlineId = (streamId: string, name: string, token: number): string => {
  const hash = createHash('sha1')
    .update(`${streamId}/${name}/${String(token)}`)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
