import { malformed } from '@amends/platform/http';

/** Where a page of a report begins: after this instant and this name. The beginning, where nothing is given. */
export type After = Readonly<{ at: string | null; name: string | null }>;

/** Reads the `nextAfter` of the page before. @throws Problem `malformed` for what is none */
export const readAfter = (after: string | null | undefined): After => {
  if (after == null) return { at: null, name: null };
  const [at = '', name] = after.split('|');
  if (name === undefined || !/^\d{4}-\d\d-\d\dT/.test(at) || Number.isNaN(Date.parse(at)))
    return malformed({ pointer: '/after', code: 'malformed', detail: 'Must be the nextAfter of the page before.' });
  return { at, name };
};
