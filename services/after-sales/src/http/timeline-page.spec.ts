import { chained } from '@amends/domain/after-sales';
import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { TimelineEntry } from '../application/timeline';
import { timelinePage, TIMELINE_POLICY } from './timeline-page';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const entry: TimelineEntry = {
  at: '2026-03-01T02:00:00.000Z',
  actor: { role: 'buyer', id: '<script>alert(1)</script>' },
  type: 'after_sale.message_added.v1',
  data: { text: `"'><img src=https://evil.example/x onerror=alert(1)> & co` },
  service: 'after-sales',
};
const chain = chained('aft_1', [entry], sha256);
const exported = {
  id: 'aft_1',
  orderId: 'ord_1',
  exportedAt: entry.at,
  algorithm: 'sha256-chain-v1',
  ...chain,
} as const;
const page = timelinePage(exported, 'en');

it('escapes what others have written', () => {
  expect(page).not.toMatch(/<script|<img/i);
  expect(page).toContain('buyer &lt;script&gt;alert(1)&lt;/script&gt;');
});

it('shows the very text that was hashed, and every hash', () => {
  const shown = /<pre>(.*?)<\/pre>/s.exec(page)?.[1] ?? '';
  const text = shown
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  expect(sha256(`${sha256('aft_1')}\n${text}`)).toBe(chain.head);
  expect(page).toContain(`<code>${chain.head}</code>`);
  expect(page).toContain(`<code>${chain.genesis}</code>`);
});

it('lets in nothing but its own style', () => {
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(TIMELINE_POLICY).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(page).toContain('http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;');
  expect(page).not.toMatch(/<(?:link|script|img|iframe|object|a)\b|url\(/i);
});

it('speaks Chinese to who prefers it', () => {
  expect(timelinePage(exported, 'zh')).toMatch(/<html lang="zh-CN">[^]*<h1>时间线 aft_1<\/h1>/);
});
