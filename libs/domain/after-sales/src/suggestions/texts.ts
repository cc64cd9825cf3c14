import type { Minor } from '@amends/kernel';

/** An amount as people read it, e.g. "30.00 CNY"; how many digits a currency has is its own affair (JPY has none). */
export const minorText = (amount: Minor, currency: string): string => {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(amount).padStart(digits + 1, '0');
  return `${digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`} ${currency}`;
};
