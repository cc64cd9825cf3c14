import { Client } from 'pg';
import type { JWK } from 'jose';
import { required } from './http';

const STORES = ['orders', 'after_sales', 'refunds', 'pickups', 'insurance', 'integrations'] as const;

/** How many events each store has, and how many pictures were kept. */
export type Written = Readonly<Record<string, number>>;

/** Counts what is written in all stores. */
export const written = async (): Promise<Written> => {
  const counts = await Promise.all(
    STORES.map((store) =>
      inDatabase(store, async (client) => [[store, await countIn(client, 'es.events')]] as [string, number][]),
    ),
  );
  const evidence = await inDatabase('after_sales', (client) => countIn(client, 'after_sales.evidence'));
  return { ...Object.fromEntries(counts.flat()), evidence };
};

/** The same, once nothing has been written for a while: what went before is over. */
export const writtenAtRest = async (restMs = 1500, patienceMs = 30_000): Promise<Written> => {
  const until = Date.now() + patienceMs;
  for (let last = await written(); ;) {
    await new Promise((wake) => setTimeout(wake, restMs));
    const now = await written();
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    if (Date.now() > until) throw new Error('the stores do not come to rest');
    last = now;
  }
};

/** The private key of the sandbox's identity provider: what it signs is genuine. */
export const signingKey = (): Promise<JWK> =>
  inDatabase('sandbox', async (client) => {
    const { rows } = await client.query<{ jwk: JWK }>('SELECT jwk FROM signing_key');
    const [row] = rows;
    if (row === undefined) throw new Error('the sandbox has no signing key');
    return row.jwk;
  });

const countIn = async (client: Client, table: string): Promise<number> => {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) AS count FROM ${table}`);
  return Number(rows[0]?.count);
};

const inDatabase = async <T>(name: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const url = new URL(required('DATABASE_ADMIN_URL'));
  url.pathname = `/amends_${name}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
