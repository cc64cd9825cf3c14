/** What PostgreSQL calls the types whose arrays travel in its binary form. */
const OIDS = { bytea: 17, text: 25, json: 114 };

/** The types of elements. Those without quoting are never null. */
export type ArrayOf = 'int' | 'uuid' | 'timestamptz' | 'boolean' | keyof typeof OIDS;

export type Value = string | number | boolean | Buffer | null;

const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const DIMENSIONS = 1;
const LOWER_BOUND = 1;

/**
 * An array as a parameter of pg. What never needs quoting is joined as text; of everything else the binary form is made,
 * which knows no quoting: JSON would be escaped here and unescaped there, quote by quote.
 */
export const arrayParameter = (type: ArrayOf, values: readonly Value[]): string | Buffer => {
  if (values.length === 0 || !isBinary(type)) return `{${values.join(',')}}`;
  return binaryArray(OIDS[type], values as readonly Item[]);
};

const isBinary = (type: ArrayOf): type is keyof typeof OIDS => type in OIDS;

type Item = string | Buffer | null;

/** What PostgreSQL's `array_recv` reads: dimensions, whether there are nulls, type, length, first index; then the elements. */
const binaryArray = (oid: number, items: readonly Item[]): Buffer => {
  const lengths = items.map(lengthOf);
  const size = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(0, length), HEAD_BYTES);
  const buffer = Buffer.allocUnsafe(size);
  const head = [DIMENSIONS, lengths.includes(NULL_LENGTH) ? 1 : 0, oid, items.length, LOWER_BOUND];
  let at = 0;
  for (const number of head) at = buffer.writeInt32BE(number, at);
  items.forEach((item, index) => {
    at = buffer.writeInt32BE(lengths[index] ?? NULL_LENGTH, at);
    if (typeof item === 'string') at += buffer.write(item, at);
    else if (item !== null) at += item.copy(buffer, at);
  });
  return buffer;
};

const lengthOf = (item: Item): number => {
  if (item === null) return NULL_LENGTH;
  return typeof item === 'string' ? Buffer.byteLength(item) : item.length;
};
