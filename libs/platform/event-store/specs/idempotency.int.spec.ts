import { isRefusal, type Refusal } from '@amends/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { handle, IdempotencyInProgress, IdempotencyKeyReused, type Idempotency, type PgEventStore } from '../src';
import { accountDecider, type AccountCommand } from './account';
import { metadata, openStore, type OpenedStore } from './opened-store';

let opened: OpenedStore;
beforeAll(async () => {
  opened = await openStore();
});
afterAll(() => opened.close());

type Result = Refusal | Readonly<{ version: number }>;
const once = (commandId: string, body: string): Idempotency<Result> => ({
  commandId,
  bodyHash: createHash('sha256').update(body).digest(),
  answer: (result) => ({
    status: isRefusal(result) ? 409 : 200,
    body: JSON.stringify(isRefusal(result) ? result.refused : { version: result.version, nonce: randomUUID() }),
    headers: { 'content-type': 'application/json' },
  }),
});
const at = '2026-03-01T02:00:00.000Z';
const openCommand = (id: string): AccountCommand => ({ type: 'Open', data: { id, owner: 'b1', at } });
const run = (store: PgEventStore, key: string, body: string, id: string, command: AccountCommand) =>
  store.runOnce(metadata, once(key, body), (unit): Promise<Result> => handle(unit, accountDecider, id, command));

describe('the same key', () => {
  it('gets the first answer, byte for byte, in every process, and has one effect', async () => {
    const [key, id] = [randomUUID(), randomUUID()];
    const first = await run(opened.store, key, 'body', id, openCommand(id));
    const again = await run(opened.another(), key, 'body', id, openCommand(id));
    expect(first.kind).toBe('done');
    expect(again).toEqual({ kind: 'replayed', answer: first.answer });
    expect(await opened.store.events(id)).toHaveLength(1);
  });

  it('gets the first refusal, although it would be accepted by now', async () => {
    const [key, id] = [randomUUID(), randomUUID()];
    const credit: AccountCommand = { type: 'Credit', data: { amount: 1 } };
    const refused = await run(opened.store, key, 'body', id, credit);
    await run(opened.store, randomUUID(), 'open', id, openCommand(id));
    expect(await run(opened.store, key, 'body', id, credit)).toEqual({ kind: 'replayed', answer: refused.answer });
    expect(await opened.store.events(id)).toHaveLength(1);
  });

  it('with another body is refused, whatever the work says', async () => {
    const [key, id] = [randomUUID(), randomUUID()];
    await run(opened.store, key, 'body', id, openCommand(id));
    await expect(run(opened.store, key, 'another', id, openCommand(id))).rejects.toBeInstanceOf(IdempotencyKeyReused);
    const failing = opened.store.runOnce(metadata, once(key, 'another'), () => Promise.reject(new Error('not found')));
    await expect(failing).rejects.toBeInstanceOf(IdempotencyKeyReused);
  });

  it('gets the first answer although the work cannot be done any more', async () => {
    const [key, id] = [randomUUID(), randomUUID()];
    const first = await run(opened.store, key, 'body', id, openCommand(id));
    const again = await opened.store.runOnce(metadata, once(key, 'body'), () => Promise.reject(new Error('not found')));
    expect(again).toEqual({ kind: 'replayed', answer: first.answer });
  });

  it('is refused while the first request runs', async () => {
    const [key, id] = [randomUUID(), randomUUID()];
    const first = run(opened.store, key, 'body', id, openCommand(id));
    await expect(run(opened.store, key, 'body', id, openCommand(id))).rejects.toBeInstanceOf(IdempotencyInProgress);
    await first;
  });

  it('has one effect from 20 processes at once', async () => {
    const [key, id] = [randomUUID(), randomUUID()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => run(opened.another(), key, 'body', id, openCommand(id))),
    );
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(new Set(answers.map(({ answer }) => answer?.body)).size).toBe(1);
    expect(await opened.store.events(id)).toHaveLength(1);
  });
});
