import { createHash } from 'node:crypto';

/** The stream of what has a name and no id of its own: a uuid of the name (version 8), always the same one. */
export const streamNamed = (...names: readonly string[]): string => uuidOfText(JSON.stringify(names));

/** A uuid of a text (version 8): the same text gives the same one. */
export const uuidOfText = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
