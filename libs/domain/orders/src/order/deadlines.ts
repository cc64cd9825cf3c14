import { DAY_MS, SECOND_MS, endOfDayWindow, later, type Instant, type LiveDeadline } from '@amends/kernel';
import { isHeld } from './line';
import type { OrderLine, OrderState } from './order';

/** What a line waits for, and until when. */
export type LineWait = Readonly<{ line: OrderLine; kind: 'auto_receipt' | 'settlement'; deadline: LiveDeadline }>;

/** T-receive: a line that is wholly shipped counts as received after this time of silence (timers.md). */
export const AUTO_RECEIPT_MS = 10 * DAY_MS;

/** O10 and settlement look at the fifteen-day window, whatever the goods (rulings.md 2.4). */
const SETTLEMENT_WINDOW_DAYS = 15;

/** The first instant after the window of a line received at `receivedAt`. */
export const settlementOf = (receivedAt: Instant): Instant =>
  later(endOfDayWindow(receivedAt, SETTLEMENT_WINDOW_DAYS), SECOND_MS);

/** Everything the order waits for. A line with an open ticket waits for nothing: both its deadlines pause (timers.md). */
export const waitsOf = (state: OrderState): readonly LineWait[] =>
  state.lines
    .filter(({ lineNumber }) => !isHeld(state.tickets, lineNumber))
    .flatMap((line) => [
      ...(line.autoReceipt?.is === 'running' ? [wait(line, 'auto_receipt', line.autoReceipt.dueAt)] : []),
      ...(line.settlesAt === null || line.settled ? [] : [wait(line, 'settlement', line.settlesAt)]),
    ]);

const wait = (line: OrderLine, kind: LineWait['kind'], dueAt: Instant): LineWait => ({
  line,
  kind,
  // Each release starts them anew, so that a late wake-up of an earlier start is harmless.
  deadline: { name: `line/${String(line.lineNumber)}/${kind}`, kind, token: line.releases + 1, dueAt },
});
