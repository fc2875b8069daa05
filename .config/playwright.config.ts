import { resolve } from 'node:path';

import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  testDir: resolve(root, 'test'),
  testMatch: ['e2e/**/*.spec.ts', 'security/**/*.spec.ts'],
  outputDir: resolve(root, 'test-results'),
  snapshotPathTemplate: resolve(root, 'test/gallery/baselines/{arg}{ext}'),
  // Two stations at once leave two cores little for their own work, and pace is part of what is tested.
  workers: 1,
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
