import { resolve } from 'node:path';

import { defineConfig } from 'vitest/config';

/** The tests that have to notice a mutant of the truth: its own, packed into one file, and none that notice by accident. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: { include: ['mutation-bundle/bundle.test.mjs'], environment: 'node', testTimeout: 30_000 },
});
