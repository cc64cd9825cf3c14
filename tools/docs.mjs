// Draws what the code says into docs/generated: life cycles, JSON Schemas, AsyncAPI, errors, settings.
//   npm run docs              writes
//   npm run docs -- --check   fails when what is committed is not what the code says
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from './build.mjs';
import { schemasOf } from './docs/schemas.mjs';
import { root } from './stack/settings.mjs';

const require = createRequire(import.meta.url);
const folder = path.join(root, 'docs/generated');
require('reflect-metadata');

/** Every page by its path below docs/generated. */
async function pages() {
  await build();
  const dist = (file) => require(path.join(root, 'dist', file));
  const { catalogue } = dist('libs/contracts/src/catalogue.js');
  const schemas = schemasOf(root);
  return {
    ...(await lifeCycles(dist('libs/kernel/src/machine.js'))),
    ...eventPages(catalogue, schemas),
    'policy.schema.json': json(dist('libs/domain/after-sales/src/index.js').policySchema),
    'asyncapi.json': json(asyncApi(catalogue, schemas)),
    'errors.md': errorPage(dist('libs/platform/http/src/index.js')),
    'settings.md': settingsPage(dist('libs/platform/config/src/index.js')),
  };
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** One page per table: whatever in a transitions.js of libs/domain has rows. */
async function lifeCycles({ toMermaid }) {
  const domain = path.join(root, 'dist/libs/domain');
  const found = (await readdir(domain, { recursive: true }))
    .filter((file) => path.basename(file) === 'transitions.js')
    .sort();
  const drawn = {};
  for (const file of found) {
    const place = path.dirname(file).replace('/src', '');
    for (const [name, table] of Object.entries(require(path.join(domain, file)))) {
      if (!Array.isArray(table?.rows) || table.initial === undefined) continue;
      const several =
        Object.values(require(path.join(domain, file))).filter((value) => Array.isArray(value?.rows)).length > 1;
      const rows = table.rows.map(
        ({ row, from, by, on, emits, to }) =>
          `| ${row} | \`${from}\` | ${by.join(', ')} | \`${on}\` | \`${emits}\` | \`${to}\` |`,
      );
      drawn[`life-cycles/${place.replaceAll('/', '-')}${several ? `-${kebab(name)}` : ''}.md`] =
        `# ${place.split('/').join(': ')}${several ? `, ${kebab(name).replaceAll('-', ' ')}` : ''}\n\nFrom \`libs/domain/${file.replace(/\.js$/, '.ts')}\`.\n\n\`\`\`mermaid\n${toMermaid(table)}\n\`\`\`\n\n| Row | From | By | On | Event | To |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
    }
  }
  return drawn;
}
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const eventPages = (catalogue, schemas) =>
  Object.fromEntries(
    Object.entries(catalogue)
      .filter(([type]) => schemas[type])
      .map(([type, { version }]) => [
        `schemas/${type}.v${version}.json`,
        json({
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          title: `${type}.v${version}`,
          ...schemas[type],
        }),
      ]),
  );

/** AsyncAPI 3: a channel per topic, a message per public type. */
function asyncApi(catalogue, schemas) {
  const published = Object.entries(catalogue).filter(([, entry]) => entry.public);
  const topics = [...new Set(published.map(([, { topic }]) => topic))];
  const named = (type) => `${type}.v${catalogue[type].version}`;
  const inTopic = (topic) => published.filter(([, entry]) => entry.topic === topic).map(([type]) => type);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Amends events',
      version: '1.0.0',
      description: 'CloudEvents 1.0 in structured JSON; the key is the order.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        topic,
        {
          address: topic,
          messages: Object.fromEntries(
            inTopic(topic).map((type) => [named(type), { $ref: `#/components/messages/${named(type)}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map((topic) => [`receive-${topic}`, { action: 'receive', channel: { $ref: `#/channels/${topic}` } }]),
    ),
    components: {
      messages: Object.fromEntries(
        published.map(([type]) => [
          named(type),
          {
            name: named(type),
            payload: {
              allOf: [
                { $ref: '#/components/schemas/envelope' },
                { type: 'object', properties: { type: { const: named(type) }, data: schemas[type] ?? {} } },
              ],
            },
          },
        ]),
      ),
      schemas: {
        envelope: {
          type: 'object',
          required: [
            'specversion',
            'id',
            'source',
            'type',
            'subject',
            'time',
            'datacontenttype',
            'partitionkey',
            'sequence',
            'data',
          ],
          properties: Object.fromEntries(
            [
              'id',
              'source',
              'type',
              'subject',
              'time',
              'datacontenttype',
              'dataschema',
              'partitionkey',
              'sequence',
              'correlationid',
              'causationid',
              'traceparent',
            ]
              .map((name) => [name, { type: 'string' }])
              .concat([
                ['specversion', { const: '1.0' }],
                ['data', { type: 'object' }],
              ]),
          ),
        },
      },
    },
  };
}

const errorPage = ({ problems }) =>
  `# Errors\n\nEvery code that an answer may carry.\n\n| Code | Status | Title | 标题 |\n|---|---|---|---|\n${Object.entries(
    problems,
  )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title.en} | ${title.zh} |`)
    .join('\n')}\n`;

const settingsPage = ({ serviceSettings, keyringSettings, describeSettings }) =>
  `# Settings\n\nRead once at the start of a service. A setting without a default must be given.\n\n| Name | Meaning | Default | In development |\n|---|---|---|---|\n${describeSettings(
    { ...serviceSettings, ...keyringSettings },
  )
    .map(
      ({ name, comment, fallback, development, secret }) =>
        `| \`${name}\` | ${comment} | ${secret ? 'secret' : fallback && `\`${fallback}\``} | ${development && `\`${development}\``} |`,
    )
    .join('\n')}\n`;

async function committed() {
  const files = existsSync(folder)
    ? (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    : [];
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => {
        const full = path.join(file.parentPath, file.name);
        return [path.relative(folder, full), await readFile(full, 'utf8')];
      }),
    ),
  );
}

const [wanted, present] = [await pages(), await committed()];
if (process.argv.includes('--check')) {
  const drift = [...new Set([...Object.keys(wanted), ...Object.keys(present)])].filter(
    (name) => wanted[name] !== present[name],
  );
  if (drift.length) {
    console.error(
      `docs: not what the code says (npm run docs): ${drift.slice(0, 10).join(', ')}${drift.length > 10 ? ` and ${drift.length - 10} more` : ''}`,
    );
    process.exit(1);
  }
  console.log(`docs: ${Object.keys(wanted).length} pages are what the code says`);
} else {
  await rm(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(wanted)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  console.log(`docs: ${Object.keys(wanted).length} pages written`);
}
