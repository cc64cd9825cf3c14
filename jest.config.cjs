const { swcOptions } = require('./tools/swc-options.cjs');

/** .spec.ts is pure; .int.spec.ts wants a real server; .e2e.spec.ts the whole stack. `npm test` chooses with JEST_KIND. */
const kinds = {
  unit: {
    testMatch: ['**/*.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '\\.int\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'],
  },
  integration: { testMatch: ['**/*.int.spec.ts'] },
  e2e: { testMatch: ['**/*.e2e.spec.ts'] },
  all: { testMatch: ['**/*.spec.ts'] },
};

module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/libs', '<rootDir>/services'],
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
  ...kinds[process.env.JEST_KIND ?? 'all'],
};
