import { resolve } from 'node:path';

import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '..');

/** A screen, a bus and a keyring for each worker, as variables; none where a person runs the tests on the own screen. */
const sessions = JSON.parse(process.env['CARD_STATION_SESSIONS'] ?? '[{}]') as Record<string, string>[];
// This file is read in each worker too.
Object.assign(process.env, sessions[Number(process.env['TEST_PARALLEL_INDEX'] ?? '0')]);

export default defineConfig({
  testDir: resolve(root, 'test'),
  // Those of the monitoring need programs that `npm run test:long` brings.
  testMatch: [
    'e2e/**/*.spec.ts',
    'security/**/*.spec.ts',
    ...(process.env['CARD_STATION_MONITORING'] === undefined ? [] : ['monitoring/*.spec.ts']),
  ],
  outputDir: resolve(root, 'test-results'),
  snapshotPathTemplate: resolve(root, 'test/gallery/baselines/{arg}{ext}'),
  workers: sessions.length,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    ...(process.env['CARD_STATION_SECURITY_REPORT'] === '1'
      ? [[resolve(root, '.config/security-reporter.ts')] as const]
      : []),
  ],
});
