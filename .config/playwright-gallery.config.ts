import { resolve } from 'node:path';

import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '..');

/** The page alone, in Debian's Chromium: newer than any Electron here, so that an engine change shows before it ships. */
export default defineConfig({
  testDir: resolve(root, 'test/gallery'),
  outputDir: resolve(root, 'test-results/gallery'),
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  // A limit against hanging: one test looks at a hundred states, and in the long run with more to each.
  timeout: process.env['CARD_STATION_LONG'] === '1' ? 3_600_000 : 900_000,
  reporter: [['list']],
});
