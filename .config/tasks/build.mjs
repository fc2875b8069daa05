/** `npm run build`: compiles main, preload and page into `out/`. */
import { fileURLToPath } from 'node:url';

import { bin, ROOT, run } from './steps.mjs';

/** `twin` builds the version that tests drive; nothing else differs. */
export function build({ twin }) {
  run(bin('electron-vite'), ['build', '--config', '.config/electron.vite.config.ts', '--logLevel', 'warn'], {
    cwd: ROOT,
    env: { ...process.env, CARD_STATION_TWIN: twin ? '1' : '0' },
    shell: process.platform === 'win32',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build({ twin: false });
