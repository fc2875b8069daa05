import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const RAW_IPC = 'Messages between main and page go through main/ipc only: it checks sender and schema.';

export default tseslint.config(
  {
    ignores: ['node_modules/', 'out/', 'dist/', 'dist-test/', '.cache/', 'test-results/', 'demo-screens/', 'gallery/'],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['.config/tsconfig.node.json', '.config/tsconfig.renderer.json'],
        tsconfigRootDir: new URL('..', import.meta.url).pathname,
      },
    },
    rules: {
      // A default is allowed where it is the safe answer for whatever comes.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Code points are what is meant where a text is cut or counted.
      '@typescript-eslint/no-misused-spread': 'off',
      // `() => emitter.off(…)` is how a subscription gives its own end.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'electron', importNames: ['ipcMain', 'ipcRenderer'], message: RAW_IPC }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what is exported.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
      ],
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Matchers give any, fakes are async without waiting, and a test file is as long as its table.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': 'off',
    },
  },
  { files: ['main/ipc/calls.ts', 'main/preload.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['renderer/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat.recommended] },
  {
    files: ['.config/*.ts'],
    // The tools ask for a default export.
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['test/gallery/page/*.js'],
    // One function each, called by whoever puts it into the page.
    rules: { 'no-unused-vars': 'off' },
    languageOptions: {
      globals: Object.fromEntries(
        [
          'window',
          'document',
          'performance',
          'getComputedStyle',
          'NodeFilter',
          'innerWidth',
          'innerHeight',
          'setInterval',
          'Image',
          'OffscreenCanvas',
          'requestAnimationFrame',
          'clearInterval',
          'CustomEvent',
          'MouseEvent',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    // The programs that the bench measures beside the station.
    files: ['test/bench/rivals/**'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'require',
          '__dirname',
          'process',
          'Response',
          'URL',
          'URLSearchParams',
          'performance',
          'window',
          'document',
          'setInterval',
          'clearInterval',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.mjs', '.config/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        console: 'readonly',
      },
    },
  },
  {
    // What nginx's own JavaScript has; it wants a name in every catch.
    files: ['docs/relay/nginx/*.js'],
    languageOptions: { globals: { Buffer: 'readonly', crypto: 'readonly', d1_credentials: 'readonly' } },
    rules: { 'no-unused-vars': ['error', { caughtErrors: 'none' }] },
  },
);
