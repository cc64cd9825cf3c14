import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { NotifiedOfLink } from '../payment-links';
import type { PageMade, PaymentPages } from './payment-pages';

/** A provider that runs, its adapter, and what its makers give for trying it out. */
export type PagesUnderTest = Readonly<{
  pages: PaymentPages;
  /** Somebody pays on the page. What the provider tells of it by itself, as the adapter reads it; nothing where he could not. */
  pay: (page: PageMade) => Promise<NotifiedOfLink | undefined>;
  close: () => Promise<void>;
}>;

const HOUR_MS = 3_600_000;

/** What the pages of every payment provider and their adapter must keep to, with the same assertions for all. */
export const pagesContract = (title: string, start: () => Promise<PagesUnderTest>): void =>
  describe(`the contract of pages to pay on, kept by ${title}`, () => {
    let there: PagesUnderTest;
    beforeAll(async () => {
      there = await start();
    });
    afterAll(() => there.close());

    const make = async (number = `rfd_${randomUUID()}-pay-1`): Promise<PageMade> => {
      const made = await there.pages.make({
        ...{ number, refundId: 'rfd_1', amount: 4200, currency: 'CNY', returnUrl: 'https://shop.example/orders/1' },
        expiresAt: new Date(Date.now() + HOUR_MS).toISOString(),
      });
      if (made === 'silence') throw new Error('no page was made');
      return made;
    };

    it('a page has an address, and is open', async () => {
      const page = await make();
      expect(new URL(page.url).protocol).toMatch(/^https?:$/);
      expect(await there.pages.query(page.providerId)).toEqual({ outcome: 'open' });
    });

    it('one that is paid says by which payment, each time the same; it cannot be closed any more', async () => {
      const page = await make();
      await there.pay(page);
      const paid = await there.pages.query(page.providerId);
      expect(paid).toEqual({ outcome: 'paid', paymentId: expect.any(String) });
      expect(await there.pages.query(page.providerId)).toEqual(paid);
      expect(await there.pages.close(page.providerId)).toEqual(paid);
    });

    it('one that is closed cannot be paid any more, and may be closed again', async () => {
      const page = await make();
      expect(await there.pages.close(page.providerId)).toEqual({ outcome: 'closed' });
      expect(await there.pay(page)).toBeUndefined();
      expect(await there.pages.query(page.providerId)).toEqual({ outcome: 'closed' });
      expect(await there.pages.close(page.providerId)).toEqual({ outcome: 'closed' });
    });

    it('two pages are paid by two payments', async () => {
      const both = [await make(), await make()];
      for (const page of both) await there.pay(page);
      const [one, other] = await Promise.all(both.map(({ providerId }) => there.pages.query(providerId)));
      expect(one).not.toEqual(other);
    });

    it('of one that was never made nothing is said', async () => {
      expect(await there.pages.query('cs_strange')).toEqual({ outcome: 'silence' });
      expect(await there.pages.close('cs_strange')).toEqual({ outcome: 'silence' });
    });

    it('a notification names the page by the number that it was asked under', async () => {
      const number = `rfd_${randomUUID()}-pay-2`;
      expect(await there.pay(await make(number))).toMatchObject({ linkNumber: number });
    });
  });
