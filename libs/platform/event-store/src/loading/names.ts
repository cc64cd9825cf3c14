import type { Queryable } from '../append/append-batch';

/** The owners of those of the names that are taken. */
export const nameOwners = async (on: Queryable, names: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await on.query({
    name: 'es-names',
    text: 'SELECT name, owner FROM es.names WHERE name = ANY($1::text[])',
    values: [names],
  });
  return new Map(
    (rows as readonly Readonly<{ name: string; owner: string }>[]).map(({ name, owner }) => [name, owner]),
  );
};
