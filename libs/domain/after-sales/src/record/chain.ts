import { canonicalJson } from './canonical';

/** SHA-256 of a text in UTF-8, as lower-case hex. */
export type Sha256 = (text: string) => string;

/** An entry of a record, tied to all that came before it. `number` counts from 1. */
export type Link<Entry> = Entry & Readonly<{ number: number; previousHash: string; hash: string }>;

/** A record whose entries cannot be changed, moved, left out or added without another `head`. */
export type Chain<Entry> = Readonly<{ genesis: string; entries: readonly Link<Entry>[]; head: string }>;

/**
 * Ties the entries of a record together. `genesis` is the hash of the id of what the record is about, so that a chain
 * fits no other object; each hash is that of the hash before, a line feed, and the entry's own canonical JSON (without
 * `number` and the hashes). The last is the head: who has noted it can tell every later change.
 */
export const chained = <Entry extends object>(
  about: string,
  entries: readonly Entry[],
  sha256: Sha256,
): Chain<Entry> => {
  const genesis = sha256(about);
  let head = genesis;
  const links = entries.map((entry, index) => {
    const previousHash = head;
    head = hashOf(previousHash, entry, sha256);
    return { ...entry, number: index + 1, previousHash, hash: head };
  });
  return { genesis, entries: links, head };
};

/**
 * Where a chain does not hold: the number of the first entry that is not what it was, 0 where it is about something
 * else, one more than there are entries where the head is another; undefined where all of it holds.
 */
export const brokenAt = (about: string, chain: Chain<object>, sha256: Sha256): number | undefined => {
  let head = sha256(about);
  if (chain.genesis !== head) return 0;
  for (const [index, { number, previousHash, hash, ...entry }] of chain.entries.entries()) {
    const holds = number === index + 1 && previousHash === head && hash === hashOf(head, entry, sha256);
    if (!holds) return index + 1;
    head = hash;
  }
  return chain.head === head ? undefined : chain.entries.length + 1;
};

const hashOf = (previousHash: string, entry: object, sha256: Sha256): string =>
  sha256(`${previousHash}\n${canonicalJson(entry)}`);
