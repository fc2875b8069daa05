/**
 * Mutation tests of the truth: every file under main/tracking is changed in every way that Stryker knows, and its unit
 * tests have to notice. Run by `npm run mutation`, which sets the number of property runs.
 */
export default {
  mutate: ['main/tracking/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: '.config/vitest.mutation.config.ts', related: false },
  buildCommand: 'node .config/tasks/mutation-bundle.mjs',
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  // One changed program at a time for each of two cores.
  concurrency: 2,
  // A mutant that loops for ever is killed by this: the slowest property takes a few seconds, in ms.
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: '.cache/mutation/incremental.json',
  tempDirName: '.cache/mutation/sandbox',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: '.cache/mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
  ignorePatterns: [
    '.cache',
    '.ci',
    '/out',
    '/dist',
    '/dist-test',
    '/demo-screens',
    '/test-results',
    '/coverage',
    '/docs',
    '/test/e2e',
    '/test/faults',
    '/renderer',
  ],
  // The sandbox has the sources and tests as they are; type directives mean nothing to the test runner.
  disableTypeChecks: false,
  tsconfigFile: 'tsconfig.json',
};
