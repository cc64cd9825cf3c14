import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { shop, started, type Running } from './running';

let running: Running;
beforeAll(async () => {
  running = await started();
});
afterAll(async () => {
  await running.stop();
});

it('suggestions know cases of a release that did not list them, a moment after the restart (M17)', async () => {
  const by = shop();
  const orderId = await running.received(by);
  const suggested = async (): Promise<string> => {
    const path = `/v1/buyers/${by.buyerId}/suggested-actions?entryPoint=order_detail`;
    return JSON.stringify((await running.send(by.buyer, 'GET', path)).body.data);
  };
  expect(await suggested()).toContain(orderId);
  await running.unlist('case');
  expect(await suggested()).toBe('[]');

  await running.restarted();
  let found = await suggested();
  for (let tries = 0; found === '[]' && tries < 100; tries++) {
    await new Promise((wake) => setTimeout(wake, 50));
    found = await suggested();
  }
  expect(found).toContain(orderId);
}, 60_000);
