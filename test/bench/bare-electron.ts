/** The floor and the rival as programs: each is the very runtime that the twin is packaged on, with another app in it. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { createPackage } from '@electron/asar';
import { build } from 'vite';

const RIVALS = join(import.meta.dirname, 'rivals');

/** Makes the bare program beside the twin and gives its path; a copy, so that nothing of it is shared with the twin. */
export async function bareElectron(program: string): Promise<string> {
  return withApp(program, 'bare-electron', (app) => {
    cpSync(join(RIVALS, 'bare'), app, { recursive: true });
    return Promise.resolve();
  });
}

/** Makes the naive station beside the twin and gives its path. */
export async function naiveStation(program: string): Promise<string> {
  return withApp(program, 'naive-station', async (app) => {
    const naive = join(RIVALS, 'naive');
    for (const file of ['package.json', 'preload.cjs']) cpSync(join(naive, file), join(app, file));
    const quiet = { configFile: false, logLevel: 'error' } as const;
    await build({
      ...quiet,
      root: naive,
      ssr: { noExternal: true },
      build: {
        ssr: join(naive, 'main.js'),
        outDir: app,
        emptyOutDir: false,
        rolldownOptions: { external: ['electron'], output: { entryFileNames: 'main.js' } },
      },
    });
    await build({ ...quiet, root: naive, base: './', build: { outDir: join(app, 'page'), emptyOutDir: false } });
  });
}

async function withApp(program: string, name: string, fill: (app: string) => Promise<void>): Promise<string> {
  const from = dirname(program);
  const folder = join(dirname(from), name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(from, folder, { recursive: true, filter: (path) => !path.startsWith(join(from, 'resources/app.asar')) });
  const app = join(folder, 'resources/app');
  mkdirSync(app, { recursive: true });
  await fill(app);
  // The runtime's fuse takes nothing but an archive.
  await createPackage(app, join(folder, 'resources/app.asar'));
  rmSync(app, { recursive: true });
  return join(folder, basename(program));
}
