const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Two digits for each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const BITS_OF_UUID = 128;
const BITS_OF_TEXT = 130;

/** Prefixes of public ids; each names one kind of object. */
export type IdPrefix =
  'ord' | 'aft' | 'rfd' | 'leg' | 'pku' | 'plc' | 'clm' | 'cmp' | 'cpn' | 'den' | 'dsp' | 'evd' | 'gwp' | 'whe' | 'evt';

/** A UUID of version 7 (RFC 9562) from milliseconds since 1970 and ten random bytes. */
export const uuidv7 = (nowMs: number, random: Uint8Array): string => {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  let hex = '';
  for (let i = 0; i < 10; i++) hex += HEX[random[i] ?? 0] ?? '';
  const variant = (8 + ((random[2] ?? 0) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`;
};

/** The public form of a UUID: its prefix and 26 characters of Crockford base32. */
export const idOf = (prefix: IdPrefix, uuid: string): string => {
  const bits = { value: 0, count: BITS_OF_TEXT - BITS_OF_UUID };
  let text = `${prefix}_`;
  for (const digit of uuid) {
    if (digit === '-') continue;
    push(bits, Number.parseInt(digit, 16), 4);
    if (bits.count >= 5) text += ALPHABET[take(bits, 5)] ?? '';
  }
  return text;
};

/** The UUID inside a public id, or undefined if it is not one of this prefix (any prefix if none is named). */
export const uuidOf = (id: string, prefix?: IdPrefix): string | undefined => {
  const match = /^([a-z]{3})_([0-7][0-9A-HJKMNP-TV-Z]{25})$/i.exec(id);
  if (!match || (prefix !== undefined && match[1] !== prefix)) return undefined;
  // The first character holds the first three bits of the uuid; the pattern above has seen to it that it holds no more.
  const bits = { value: 0, count: BITS_OF_UUID - BITS_OF_TEXT };
  let hex = '';
  for (const character of (match[2] ?? '').toUpperCase()) {
    push(bits, ALPHABET.indexOf(character), 5);
    while (bits.count >= 4) hex += take(bits, 4).toString(16);
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** The n-th id beside one that is unused, as unused as that: for one decision that needs more of them than it was given. */
export const besideId = (id: string, n: number): string => {
  const [prefix, uuid] = [id.slice(0, 3) as IdPrefix, uuidOf(id)];
  if (uuid === undefined) return `${id}_${n}`;
  const tail = (Number.parseInt(uuid.slice(-8), 16) + n) % 0x1_0000_0000;
  return idOf(prefix, `${uuid.slice(0, -8)}${tail.toString(16).padStart(8, '0')}`);
};

type Bits = { value: number; count: number };

const push = (bits: Bits, value: number, count: number): void => {
  bits.value = (bits.value << count) | value;
  bits.count += count;
};

/** The first `count` of the bits. */
const take = (bits: Bits, count: number): number => {
  bits.count -= count;
  const value = bits.value >> bits.count;
  bits.value &= (1 << bits.count) - 1;
  return value;
};
