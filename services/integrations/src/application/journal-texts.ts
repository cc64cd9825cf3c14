import type { JournalLine } from './books';

export type JournalFormat = 'csv' | 'hledger';

/** Decimals of a currency's minor unit (ISO 4217); points have none. */
const decimalsOf = (currency: string): number =>
  currency === 'points'
    ? 0
    : (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);

/** Minor units as a decimal number: -1234 of CNY is -12.34. */
export const decimal = (amount: number, currency: string): string => {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${amount < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(-decimals)}`}`;
};

const CSV_HEAD = 'date,time,event,type,order,reference,account,currency,amount\r\n';

/** The journal as text, piece by piece. Lines of one event must come together. */
export async function* journalText(
  pages: AsyncIterable<readonly JournalLine[]>,
  format: JournalFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield CSV_HEAD;
  let event = '';
  for await (const lines of pages) {
    let text = '';
    for (const line of lines) {
      if (format === 'csv') {
        text += csvLine(line);
        continue;
      }
      if (line.eventId !== event) text += hledgerHead(line);
      event = line.eventId;
      text += `    ${accountName(line.account)}  ${decimal(line.amount, line.currency)} ${commodity(line.currency)}\n`;
    }
    yield text;
  }
}

const csvLine = ({ at, eventId, type, orderId, ref, account, currency, amount }: JournalLine): string => {
  const [date = '', time = ''] = at.toISOString().split('T');
  const fields = [date, time, eventId, type, orderId, ref, account, currency, decimal(amount, currency)];
  return `${fields.map(csvField).join(',')}\r\n`;
};

/** RFC 4180. A field that a spreadsheet would take for a formula stays text. */
const csvField = (field: string): string => {
  const safe = /^[=+@\t]|^-(?![\d.]+$)/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const hledgerHead = ({ at, eventId, type, orderId }: JournalLine): string =>
  `\n${at.toISOString().slice(0, 10)} ${type}  ; ${orderId} ${eventId}\n`;

/** Two blanks or a semicolon would end the name of an account. */
const accountName = (account: string): string => account.replaceAll(/[^\p{L}\p{N}:._-]/gu, '_');

const commodity = (currency: string): string => (currency === 'points' ? '"points"' : currency);
