/** What a newcomer reads when everything is up: addresses, requests that work as printed, where to look next. */
export function welcome({ ports, seconds, logs }) {
  const gateway = `http://localhost:${ports.gateway}`;
  return [
    '',
    `Amends is ready (${seconds.toFixed(1)} s).`,
    '',
    `  Gateway        ${gateway}`,
    `  API reference  ${gateway}/docs`,
    `  Events         ${gateway}/asyncapi.json, live: ${gateway}/v1/events/stream`,
    '',
    'Try:',
    '',
    ...firstRequests(gateway).map((request) => `  ${request}`),
    '',
    `Next: README.md tells a whole return; docs/ tells why it is built so; ${logs}/ has the log of each part. Ctrl-C stops.`,
    '',
  ].join('\n');
}

/** Requests that need nothing but curl, in order. */
export const firstRequests = (gateway) => [
  `curl -s ${gateway}/v1/reason-catalogue`,
  `curl -s -X POST ${gateway}/dev/tokens -H 'content-type: application/json' -d '{"role":"buyer","buyerId":"buyer-1"}'`,
];
