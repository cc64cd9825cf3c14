const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HEX = '0123456789abcdef';

/** Prefixes of public ids; each names one kind of object. */
export type IdPrefix = 'ord' | 'aft' | 'rfd' | 'leg' | 'pku' | 'plc' | 'clm' | 'dsp' | 'evd' | 'whe' | 'evt';

/** A UUID of version 7 (RFC 9562) from milliseconds since 1970 and ten random bytes. */
export const uuidv7 = (nowMs: number, random: Uint8Array): string => {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const hex = [...random.slice(0, 10)].map((byte) => `${HEX[byte >> 4] ?? ''}${HEX[byte & 15] ?? ''}`).join('');
  const variant = HEX[8 + ((random[2] ?? 0) & 3)] ?? '8';
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`;
};

/** The public form of a UUID: its prefix and 26 characters of Crockford base32. */
export const idOf = (prefix: IdPrefix, uuid: string): string => {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = (ALPHABET[Number(value & 31n)] ?? '') + text;
    value >>= 5n;
  }
  return `${prefix}_${text}`;
};

/** The UUID inside a public id, or undefined if it is not one of this prefix (any prefix if none is named). */
export const uuidOf = (id: string, prefix?: IdPrefix): string | undefined => {
  const match = /^([a-z]{3})_([0-7][0-9A-HJKMNP-TV-Z]{25})$/i.exec(id);
  if (!match || (prefix !== undefined && match[1] !== prefix)) return undefined;
  let value = 0n;
  for (const character of (match[2] ?? '').toUpperCase()) value = (value << 5n) | BigInt(ALPHABET.indexOf(character));
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
