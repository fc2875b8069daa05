/** Packs the tests of the truth, and the mutants they are tried on, into one file; Stryker runs this in its copy of the sources. */
import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const runner = resolve(root, '.config/mutation-vitest.mjs');

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [
    {
      name: 'watched-groups',
      enforce: 'pre',
      resolveId(source, importer) {
        if (source !== 'vitest') return null;
        return importer === runner ? { id: source, external: true } : runner;
      },
    },
  ],
  build: {
    ssr: resolve(root, '.config/mutation-tests.mjs'),
    outDir: resolve(root, 'mutation-bundle'),
    minify: false,
    target: 'node20',
    rollupOptions: {
      // Every mutant has to be in it, also where it can never run.
      treeshake: false,
      external: ['fast-check', 'zod', 'zustand/vanilla'],
      output: { entryFileNames: 'bundle.test.mjs' },
    },
  },
});
