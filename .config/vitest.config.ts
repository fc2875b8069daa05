import { resolve } from 'node:path';

import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  define: { __TWIN__: 'true', __BUILD_DATE__: '0' },
  test: {
    include: ['test/unit/**/*.test.ts', 'test/unit/**/*.test.tsx'],
    environment: 'node',
    // Every core: by itself vitest leaves one out, which is half of a small machine.
    maxWorkers: '100%',
    // Real TLS and a real keychain on a busy machine: a limit against hanging, not a figure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
