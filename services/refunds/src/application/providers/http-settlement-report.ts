import type { Item, ItemStatus } from '@amends/domain/reconciliation';
import type { Stretch } from '@amends/reconciliation';
import { SettlementReport } from './settlement-report';
import type { AskedRefund } from './payment-provider';

/** A report that is asked for over HTTP, page by page. */
export class HttpSettlementReport extends SettlementReport {
  constructor(private readonly settings: Readonly<{ url: string; timeoutMs: number }>) {
    super();
  }

  override async *changed({ from, before }: Stretch): AsyncIterable<Item> {
    yield* this.pages({ changedFrom: from, changedBefore: before });
  }

  override async about({ refundNumber, paymentId }: AskedRefund): Promise<readonly Item[]> {
    const found: Item[] = [];
    for await (const item of this.pages({ refundNumber })) if (item.paymentId === paymentId) found.push(item);
    return found;
  }

  private async *pages(asked: Readonly<Record<string, string>>): AsyncIterable<Item> {
    let after: string | null = '';
    while (after !== null) {
      const query = new URLSearchParams({ ...asked, ...(after === '' ? {} : { after }) });
      const page = await this.page(`${this.settings.url.replace(/\/$/, '')}/refunds?${query.toString()}`);
      yield* page.refunds.map(itemOf);
      after = page.nextAfter;
    }
  }

  private async page(url: string): Promise<Page> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(this.settings.timeoutMs) });
    if (!answer.ok) throw new Error(`the settlement report answered ${String(answer.status)}`);
    return readPage(await answer.json());
  }
}

type Row = Readonly<{
  refundNumber: string;
  paymentId: string;
  amount: number;
  currency: string;
  status: ItemStatus;
  changedAt: string;
}>;
type Page = Readonly<{ refunds: readonly Row[]; nextAfter: string | null }>;

const itemOf = ({ refundNumber, ...row }: Row): Item => ({ ...row, number: refundNumber });

/** @throws for what is no page of the report */
export const readPage = (words: unknown): Page => {
  const { refunds, nextAfter } = recordOf(words);
  if (!Array.isArray(refunds)) throw new Error('the settlement report lists no refunds');
  return { refunds: refunds.map(readRow), nextAfter: typeof nextAfter === 'string' ? nextAfter : null };
};

const STATUSES: Readonly<Record<string, ItemStatus>> = { succeeded: 'succeeded', failed: 'failed', pending: 'open' };

const readRow = (words: unknown): Row => {
  const { refundNumber, paymentId, amount, currency, status, changedAt } = recordOf(words);
  const known = typeof status === 'string' ? STATUSES[status] : undefined;
  if (
    typeof refundNumber !== 'string' ||
    typeof paymentId !== 'string' ||
    typeof currency !== 'string' ||
    typeof amount !== 'number' ||
    !Number.isSafeInteger(amount) ||
    typeof changedAt !== 'string' ||
    known === undefined
  )
    throw new Error('a line of the settlement report cannot be read');
  return { refundNumber, paymentId, amount, currency, status: known, changedAt };
};

const recordOf = (words: unknown): Readonly<Record<string, unknown>> =>
  typeof words === 'object' && words !== null ? { ...words } : {};
