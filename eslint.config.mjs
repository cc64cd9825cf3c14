import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const SPECS = '**/*.spec.ts';

/** Who may use whom; tests may use `type:testing` besides. */
const MAY_USE = {
  'type:kernel': ['type:kernel'],
  'type:contracts': ['type:kernel', 'type:contracts'],
  'type:domain': ['type:kernel', 'type:contracts'],
  'type:platform': ['type:kernel', 'type:platform'],
  'type:application': ['type:kernel', 'type:domain', 'type:platform'],
  'type:testing': ['type:kernel', 'type:contracts', 'type:platform', 'type:testing'],
  'type:service': ['type:kernel', 'type:contracts', 'type:domain', 'type:platform', 'type:application'],
};
/** The pure parts bring no package in. */
const NO_PACKAGES = ['type:kernel', 'type:contracts', 'type:domain'];

const boundaries = (inTests) => [
  'error',
  {
    allow: [],
    // A test stack needs the platform, whose tests need the test stack: a circle of projects, none of files.
    ignoredCircularDependencies: [
      ['platform-*', 'testing'],
      ['kernel', 'testing'],
      ['contracts', 'testing'],
    ],
    depConstraints: Object.entries(MAY_USE).map(([sourceTag, tags]) => ({
      sourceTag,
      onlyDependOnLibsWithTags: inTests ? [...tags, 'type:testing'] : tags,
      ...(NO_PACKAGES.includes(sourceTag) && !inTests ? { bannedExternalImports: ['*'] } : {}),
    })),
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', 'node_modules/**', '.amends/**', '.nx/**', '**/*.cjs', '**/*.config.*'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@nx/enforce-module-boundaries': boundaries(false),
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // What another turn of the event loop changed between two looks, the compiler does not see.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/prefer-optional-chain': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // Same input, same answer: the domain never looks at a clock, a dice or the outside world.
    files: ['libs/kernel/src/**/*.ts', 'libs/contracts/src/**/*.ts', 'libs/domain/*/src/**/*.ts'],
    ignores: [SPECS, '**/*-for-tests.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'crypto', 'setTimeout', 'setInterval'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take the time from the message.',
        },
        { selector: 'ThrowStatement', message: 'Refuse with a code; the domain does not throw.' },
        {
          selector: ':matches(FunctionDeclaration, FunctionExpression, ArrowFunctionExpression)[async=true]',
          message: 'The domain does not wait.',
        },
      ],
    },
  },
  {
    files: [
      SPECS,
      'libs/testing/**/*.ts',
      'libs/platform/*/specs/**/*.ts',
      'services/*/specs/**/*.ts',
      'services/*/e2e/**/*.ts',
    ],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(true),
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // A request's body is an instance of a class only so that it can be checked; spread, it is what it says.
    files: ['services/*/src/**/*.ts', '**/*.spec.ts'],
    rules: { '@typescript-eslint/no-misused-spread': 'off' },
  },
  {
    files: ['**/*.mjs'],
    rules: {
      eqeqeq: 'error',
      'no-unused-vars': 'error',
      'no-const-assign': 'error',
      'no-dupe-keys': 'error',
      'no-unreachable': 'error',
    },
  },
);
