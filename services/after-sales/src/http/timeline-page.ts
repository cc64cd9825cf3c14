import { canonicalJson } from '@amends/domain/after-sales';
import type { Language } from '@amends/platform/http';
import { createHash } from 'node:crypto';
import type { ExportedTimeline } from '../application/exports';

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: .2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 1rem 0; }
dt, .quiet { color: GrayText; }
dd { margin: 0; }
code, pre { font: .8rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
ol { list-style: none; padding: 0; }
li { border-left: 3px solid #6b8afd; padding: .2rem 0 .2rem 1rem; margin: 0 0 1rem; break-inside: avoid; }
li h2 { font-size: 1rem; margin: 0; }
summary { cursor: pointer; }
pre { background: rgb(127 127 127 / .12); padding: .6rem; border-radius: .3rem; margin: .3rem 0; }
`;

/** Nothing is loaded from anywhere, nothing runs, and only our own style applies. */
const KEPT_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The Content-Security-Policy of the page while we serve it; the page carries the same for when it is kept. */
export const TIMELINE_POLICY = `${KEPT_POLICY}; frame-ancestors 'none'`;

type Words = Readonly<
  Record<'title' | 'order' | 'exported' | 'entries' | 'head' | 'check' | 'by' | 'hashed' | 'genesis', string>
>;

const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Timeline',
    order: 'Order',
    exported: 'Exported',
    entries: 'Entries',
    head: 'Head',
    check:
      'Each hash is the SHA-256 of the hash before it, a line feed, and the text that the entry shows; the first follows ' +
      'the SHA-256 of the id. Whoever has noted the head can tell whether anything above it was changed.',
    by: 'by',
    hashed: 'What was hashed',
    genesis: 'Start',
  },
  zh: {
    title: '时间线',
    order: '订单',
    exported: '导出时间',
    entries: '条目数',
    head: '末端哈希',
    check:
      '每个哈希是前一个哈希、换行符与该条目所示文本的 SHA-256；第一个接在编号的 SHA-256 之后。记下末端哈希的人即可证明此前内容未被更改。',
    by: '操作方',
    hashed: '被哈希的文本',
    genesis: '起始哈希',
  },
};

/** An exported timeline as one page that needs nothing else; everything that others have written is escaped. */
export const timelinePage = (exported: ExportedTimeline, language: Language): string => {
  const said = words[language];
  const { id, orderId, exportedAt, genesis, head, entries } = exported;
  const facts = [
    [said.order, orderId],
    [said.exported, exportedAt],
    [said.entries, String(entries.length)],
    [said.genesis, genesis],
    [said.head, head],
  ];
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${escaped(KEPT_POLICY)}">
<title>${escaped(`${said.title} ${id}`)}</title>
<style>${STYLE}</style>
<h1>${escaped(`${said.title} ${id}`)}</h1>
<dl>${facts.map(([name = '', value = '']) => `<dt>${escaped(name)}</dt><dd><code>${escaped(value)}</code></dd>`).join('')}</dl>
<p class="quiet">${escaped(said.check)}</p>
<ol>
${entries.map((entry) => entryItem(entry, said)).join('\n')}
</ol>
</html>
`;
};

const entryItem = (
  { number, previousHash: _shownAbove, hash, ...entry }: ExportedTimeline['entries'][number],
  said: Words,
): string => {
  const { at, actor, type, service } = entry;
  return `<li id="${String(number)}">
<h2>${String(number)} · ${escaped(type)}</h2>
<div class="quiet">${escaped(at)} · ${escaped(service)} · ${escaped(`${said.by} ${actor.role} ${actor.id}`)}</div>
<details><summary class="quiet">${escaped(said.hashed)}</summary><pre>${escaped(canonicalJson(entry))}</pre></details>
<code>${escaped(hash)}</code>
</li>`;
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
