/** What ESLint's project boundaries cannot see: layers inside a service, and circles of files. */
const SPEC = String.raw`\.spec\.ts$`;
const EDGES = 'http|consumers|timers';

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'services-never-meet',
      comment: 'A service hears of another over Kafka, never through its code.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'libraries-know-no-service',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^services/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules need the kernel and the contracts, nothing else: no Nest, no pg, no node module.',
      severity: 'error',
      from: { path: '^libs/(domain|contracts)/', pathNot: SPEC },
      to: { pathNot: '^libs/(kernel|contracts|domain)/' },
    },
    {
      name: 'domains-never-meet',
      severity: 'error',
      from: { path: '^libs/domain/([^/]+)/', pathNot: SPEC },
      to: { path: '^libs/domain/', pathNot: '^libs/domain/$1/' },
    },
    {
      name: 'kernel-needs-nothing',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: SPEC },
      to: { pathNot: '^libs/kernel/' },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^libs/platform/', pathNot: SPEC },
      to: { path: '^libs/(domain|contracts|reconciliation)/' },
    },
    {
      name: 'application-knows-no-edge',
      comment: 'http, consumers and timers call the application; it never calls them.',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/application/', pathNot: SPEC },
      to: { path: `^services/$1/src/(${EDGES}|module|main)` },
    },
    {
      name: 'edges-never-meet',
      comment: 'What two edges share belongs to the application.',
      severity: 'error',
      from: { path: `^services/([^/]+)/src/(${EDGES})/`, pathNot: SPEC },
      to: { path: `^services/$1/src/(${EDGES})/`, pathNot: '^services/$1/src/$2/' },
    },
    {
      name: 'one-composition-root',
      comment: 'Only main.ts and tests put a service together.',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/(?!(main|module)\\.ts$)', pathNot: SPEC },
      to: { path: '^services/$1/src/(main|module)\\.ts$' },
    },
    {
      name: 'testing-stays-in-tests',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: ['^libs/testing/', SPEC, '/specs/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'libraries-by-their-name',
      comment: 'Into a library only through its index.',
      severity: 'error',
      from: { path: '^(services/[^/]+|libs/domain/[^/]+|libs/platform/[^/]+|libs/[^/]+)/' },
      to: { path: '^libs/.+/src/', pathNot: ['/src/index\\.ts$', '^$1/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.amends)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
