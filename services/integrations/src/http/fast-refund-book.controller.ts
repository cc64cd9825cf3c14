import { malformed, Roles, type ListAnswer } from '@amends/platform/http';
import { Controller, Get, Query } from '@nestjs/common';
import { FastRefundBook, type BookCell, type BookCursor, type Outcome } from '../application/fast-refund-book';
import { Fund, type FundStanding } from '../application/fund';
import { FastRefundBookQuery } from './fast-refund-book.dto';

/** Fast refund as a risk: what was advanced, and who answered for it. */
@Controller('v1/fast-refund')
@Roles('operator', 'supervisor')
export class FastRefundBookController {
  constructor(
    private readonly book: FastRefundBook,
    private readonly fund: Fund,
  ) {}

  /** By week and bucket of the roll-out; `totals` is over all of the filter, `fund` as it stands now, whatever the page. */
  @Get('book')
  async read(
    @Query() { limit, cursor, ...filter }: FastRefundBookQuery,
  ): Promise<ListAnswer<BookCell> & Readonly<{ totals: readonly Outcome[]; fund: readonly FundStanding[] }>> {
    const [data, totals, fund] = await Promise.all([
      this.book.cells(filter, cursor === undefined ? undefined : cellIn(cursor), limit),
      this.book.totals(filter),
      this.fund.standing(),
    ]);
    return { data, nextCursor: data.length === limit ? cursorOf(data.at(-1)) : null, totals, fund };
  }
}

const CURSOR = /^(\d{4}-\d\d-\d\d)\.(\d{1,2})\.([A-Z]{3})$/;

const cursorOf = (cell: BookCursor | undefined): string | null =>
  cell === undefined ? null : `${cell.week}.${String(cell.bucket)}.${cell.currency}`;

const cellIn = (cursor: string): BookCursor => {
  const [, week, bucket, currency] = CURSOR.exec(cursor) ?? [];
  if (week === undefined || bucket === undefined || currency === undefined)
    return malformed({ pointer: '/cursor', code: 'malformed', detail: 'Must be a cursor that was answered.' });
  return { week, bucket: Number(bucket), currency };
};
