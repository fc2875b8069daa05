import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

import { recordBundledPackages } from './bundled-packages.ts';

const root = resolve(import.meta.dirname, '..');
const out = process.env['CARD_STATION_OUT'] ?? 'out';

/** The moment of the sources, so that two builds of the same commit are the same: no true clock is before it. */
function buildDate(): number {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  if (epoch !== undefined) return Number(epoch) * 1000;
  try {
    return (
      Number(
        execFileSync('git', ['log', '-1', '--format=%ct'], {
          cwd: root,
          stdio: ['ignore', 'pipe', 'ignore'],
        }).toString(),
      ) * 1000
    );
  } catch {
    return 0;
  }
}

const define = {
  __TWIN__: JSON.stringify(process.env['CARD_STATION_TWIN'] === '1'),
  __BUILD_DATE__: JSON.stringify(buildDate()),
};

/**
 * What a program keeps in memory of its own text. One character beyond Latin-1 has the engine hold the whole file with two
 * bytes for each; what is escaped means the same.
 */
const LEAN = { charset: 'ascii', comments: { legal: true, annotation: false, jsdoc: false } } as const;

/**
 * The builder drops what the page's own script tag says: that nothing is drawn before it has ended. And what it cannot know: the
 * letters of every language's ids, times and figures are asked for with the page, so that it is not laid out twice.
 */
const firstPictureWhole: Plugin = {
  name: 'first-picture-whole',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const font = Object.keys(bundle ?? {}).find((file) => /inter-latin-opsz-[^/]*\.woff2$/.test(file));
      const whole = html.replace('<script type="module" ', '<script type="module" blocking="render" ');
      if (font === undefined || whole === html) return whole;
      const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${font}`, crossorigin: true };
      return { html: whole, tags: [{ tag: 'link', attrs, injectTo: 'head' }] };
    },
  },
};

export default defineConfig({
  main: {
    define,
    plugins: [recordBundledPackages('main')],
    build: {
      outDir: `${out}/main`,
      sourcemap: false,
      minify: false,
      // Everything but the native libraries is bundled: the package then holds little to review.
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: resolve(root, 'main/index.ts'),
          'keychain-worker': resolve(root, 'main/credentials/keychain-worker.ts'),
          'watchdog-worker': resolve(root, 'main/kiosk/recovery/watchdog-worker.ts'),
        },
        external: ['electron', 'keytar', '@photostructure/sqlite'],
        output: { ...LEAN, format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
      },
    },
  },
  preload: {
    plugins: [recordBundledPackages('preload')],
    build: {
      outDir: `${out}/preload`,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve(root, 'main/preload.ts') },
        external: ['electron'],
        // A sandboxed preload is one CommonJS file.
        output: { ...LEAN, format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    base: './',
    plugins: [react(), firstPictureWhole, recordBundledPackages('renderer')],
    build: {
      outDir: resolve(root, out, 'renderer'),
      emptyOutDir: true,
      cssMinify: true,
      // The content policy allows no data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: resolve(root, 'renderer/index.html'), stop: resolve(root, 'renderer/stop.html') },
        output: { ...LEAN, minify: true },
      },
    },
  },
});
