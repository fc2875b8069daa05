import { defineConfig, mergeConfig } from 'vitest/config';

import base from './vitest.config.ts';

/** The tests that have to notice a mutant of the truth: its own, and none that would notice by accident. */
export default defineConfig(() => {
  const config = mergeConfig(base, {});
  return { ...config, test: { ...config.test, include: ['mutation-bundle/bundle.test.mjs'] } };
});
