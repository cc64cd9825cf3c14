import { between, DAY_MS } from '@amends/kernel';
import { malformed, Roles, type ListAnswer } from '@amends/platform/http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { Books, type AccountBalance, type JournalLine, type Period } from '../application/books';
import { journalText } from '../application/journal-texts';
import { JournalQuery } from './ledger.dto';

const LONGEST_DAYS = 31;
const PAGE = 5000;
const TYPES = { csv: 'text/csv; charset=utf-8', hledger: 'text/plain; charset=utf-8' };

/** The books of all shops in double entry, as they are booked from the events that move money. */
@Controller('v1/ledger')
@Roles('operator')
export class LedgerController {
  constructor(private readonly books: Books) {}

  /** Every account; `totals` has the sum over all accounts of each currency, which is zero. */
  @Get('trial-balance')
  async trialBalance(): Promise<object> {
    const accounts = await this.books.trialBalance();
    const totals = new Map<string, number>();
    for (const { currency, balance } of accounts) totals.set(currency, (totals.get(currency) ?? 0) + balance);
    return {
      data: accounts satisfies readonly AccountBalance[],
      totals: [...totals].map(([currency, balance]) => ({ currency, balance })),
    };
  }

  /** The journal of a period: a page of lines, or the whole as a file for a bookkeeper's tool. */
  @Get('journal')
  async journal(@Query() query: JournalQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const { from, to, format = 'json', limit, cursor = '0' } = query;
    if (!/^\d{1,18}$/.test(cursor))
      malformed({ pointer: '/cursor', code: 'malformed', detail: 'Must be a cursor that was answered.' });
    const days = between(from, to) / DAY_MS;
    if (days <= 0 || days > LONGEST_DAYS)
      malformed({ pointer: '/to', code: 'out_of_range', detail: 'Must be at most 31 days after `from`.' });
    if (format === 'json') return pageOf(await this.books.lines({ from, to }, cursor, limit), limit);
    void reply
      .header('content-type', TYPES[format])
      .header('content-disposition', `attachment; filename="journal-${from.slice(0, 10)}.${ENDINGS[format]}"`);
    return Readable.from(journalText(this.pages({ from, to }), format));
  }

  private async *pages(period: Period): AsyncGenerator<readonly JournalLine[]> {
    for (let after: string | undefined = '0'; after !== undefined;) {
      const lines: readonly JournalLine[] = await this.books.lines(period, after, PAGE);
      yield lines;
      after = lines.length === PAGE ? lines.at(-1)?.position : undefined;
    }
  }
}

const ENDINGS = { csv: 'csv', hledger: 'journal' };

const pageOf = (lines: readonly JournalLine[], limit: number): ListAnswer<object> => ({
  data: lines.map(({ position: _position, at, ...line }) => ({ ...line, at: at.toISOString() })),
  nextCursor: lines.length === limit ? (lines.at(-1)?.position ?? null) : null,
});
