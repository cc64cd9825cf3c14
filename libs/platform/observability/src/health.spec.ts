import { describe, expect, it } from '@jest/globals';
import { readiness } from './health';

const up = (): Promise<void> => Promise.resolve();
const down = (): Promise<void> => Promise.reject(new Error('down'));
const silent = (): Promise<void> => new Promise(() => undefined);

describe('readiness', () => {
  it.each([
    [up, up, 'ready', { database: 'up', redis: 'up' }],
    [up, down, 'degraded', { database: 'up', redis: 'down' }],
    [down, up, 'not_ready', { database: 'down', redis: 'up' }],
    [silent, down, 'not_ready', { database: 'down', redis: 'down' }],
  ])('case %#: is %s and %s: %s', async (database, redis, status, checks) => {
    expect(await readiness({ vital: { database }, helpful: { redis } }, 20)).toEqual({ status, checks });
  });

  it('of a service that needs nothing is given', async () => {
    expect(await readiness({ vital: {}, helpful: {} })).toEqual({ status: 'ready', checks: {} });
  });
});
